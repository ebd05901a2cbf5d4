package io.tarn.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium with one page open, driven through its DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--remote-debugging-port=0");

    private final Process process;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder problems = new StringBuilder();
    private final WebSocket socket;
    private int calls;

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Listener())
                .join();
    }

    /** The first Chromium or Chrome on the PATH. */
    static Optional<String> executable() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** Starts the browser on an empty page; {@code profile} is an empty folder for its files. */
    static Browser start(String executable, Path profile) throws IOException {
        List<String> command = Stream.of(
                        Stream.of(executable), FLAGS.stream(), Stream.of("--user-data-dir=" + profile, "about:blank"))
                .flatMap(part -> part)
                .toList();
        Process process = new ProcessBuilder(command).start();
        BufferedReader log = process.errorReader(StandardCharsets.UTF_8);
        String line = log.readLine();
        while (line != null && !line.contains("DevTools listening on ")) {
            line = log.readLine();
        }
        if (line == null) {
            throw new IOException(executable + " ended before it listened");
        }
        Thread drain = new Thread(() -> log.lines().forEach(ignored -> {}));
        drain.setDaemon(true);
        drain.start();
        URI listening = URI.create(line.substring(line.indexOf("ws://")));
        return new Browser(process, firstPage(listening));
    }

    private static URI firstPage(URI listening) throws IOException {
        URI list = URI.create("http://" + listening.getAuthority() + "/json/list");
        String pages = new String(list.toURL().openStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher page = Pattern.compile("\"type\": \"page\".*?\"webSocketDebuggerUrl\": \"([^\"]+)\"", Pattern.DOTALL)
                .matcher(pages);
        if (!page.find()) {
            throw new IOException("no page in " + pages);
        }
        return URI.create(page.group(1));
    }

    /** Opens a file; problems count from here. */
    void open(Path file) {
        for (String domain : List.of("Runtime", "Log", "Page")) {
            call(domain + ".enable", "");
        }
        problems.setLength(0);
        call("Page.navigate", "\"url\":\"" + file.toUri() + "\"");
        await("Page.loadEventFired");
    }

    /** Sets the window's width in CSS pixels and the {@code light} or {@code dark} scheme. */
    void view(int width, String scheme) {
        call(
                "Emulation.setDeviceMetricsOverride",
                "\"width\":" + width + ",\"height\":900,\"deviceScaleFactor\":1,\"mobile\":false");
        call(
                "Emulation.setEmulatedMedia",
                "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]");
    }

    /** What the expression, or the promise that it is, gives as a string. */
    String evaluate(String expression) {
        String awaited = Json.write("Promise.resolve(" + expression + ").then(String)");
        String answer = call("Runtime.evaluate", "\"awaitPromise\":true,\"expression\":" + awaited);
        Matcher value = Pattern.compile("\"type\":\"string\",\"value\":\"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(answer);
        if (!value.find()) {
            throw new IllegalStateException(expression + " gave " + answer);
        }
        return value.group(1);
    }

    /** The whole page as a PNG, in base64. */
    String screenshot() {
        String answer = call("Page.captureScreenshot", "\"format\":\"png\",\"captureBeyondViewport\":true");
        Matcher data = Pattern.compile("\"data\":\"([^\"]+)\"").matcher(answer);
        if (!data.find()) {
            throw new IllegalStateException("no picture in " + answer);
        }
        return data.group(1);
    }

    /** What the console, the page's scripts and the network complained of so far. */
    String problems() {
        return problems.toString();
    }

    private String call(String method, String params) {
        calls++;
        socket.sendText("{\"id\":" + calls + ",\"method\":\"" + method + "\",\"params\":{" + params + "}}", true)
                .join();
        return await("\"id\":" + calls + ",");
    }

    private String await(String part) {
        try {
            while (true) {
                String message = messages.poll(60, TimeUnit.SECONDS);
                if (message == null) {
                    throw new IllegalStateException("no " + part + " from the browser");
                }
                if (Pattern.compile("\"(Runtime.exceptionThrown|Runtime.consoleAPICalled|Log.entryAdded)\"")
                        .matcher(message)
                        .find()) {
                    problems.append(message).append('\n');
                }
                if (message.contains(part)) {
                    return message;
                }
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
