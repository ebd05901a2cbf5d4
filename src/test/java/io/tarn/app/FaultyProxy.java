package io.tarn.app;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between an HTTP client and its server, keeps the head of every request, answers some with 503 and drops the
 * connection of others: before the request has come through whole, or in the middle of its response. The answer to the
 * first request that removes an upload is always lost, and to one that completes an upload where a test asks for that:
 * whoever asks again finds the upload gone.
 */
final class FaultyProxy implements AutoCloseable {
    private static final int REFUSED_EACH = 13;
    private static final int DROPPED_EACH = 17;
    private static final String COMPLETED = "</CompleteMultipartUploadResult>";
    private static final byte[] SLOW_DOWN = "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final int server;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final Set<String> removals = ConcurrentHashMap.newKeySet();
    private final AtomicInteger completionsToLose = new AtomicInteger();
    private volatile boolean faulty;

    /**
     * @param server a port of this machine
     */
    FaultyProxy(int server) throws IOException {
        this.server = server;
        daemon(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** From now on there are faults. */
    void beginFaults() {
        faulty = true;
    }

    /** The server will complete the next upload, and nobody will hear of it. */
    void loseNextCompletion() {
        completionsToLose.incrementAndGet();
    }

    /** True when that has happened. */
    boolean lostCompletion() {
        return completionsToLose.get() == 0;
    }

    /** Heads of all requests, those of faults too. */
    List<String> heads() {
        return heads;
    }

    /** How many requests were answered with 503. */
    int refused() {
        return refused.get();
    }

    /** How many connections were dropped. */
    int dropped() {
        return dropped.get();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // by one of its two ends, or by the test
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = door.accept();
            daemon(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client;
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
            open.add(client);
            open.add(upstream);
            Responses responses = new Responses(upstream, client);
            daemon(responses::relay);
            InputStream in = client.getInputStream();
            String head;
            while ((head = head(in)) != null) {
                heads.add(head);
                int number = heads.size();
                if (faulty && number % REFUSED_EACH == 0) {
                    refused.incrementAndGet();
                    client.getOutputStream().write(SLOW_DOWN);
                    return;
                }
                boolean drop = faulty && (number % DROPPED_EACH == 0 || isFirstRemoval(head));
                if (drop) {
                    dropped.incrementAndGet();
                }
                if (drop && head.startsWith("GET ")) {
                    responses.dropNext();
                }
                if (isCompletion(head) && completionsToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    responses.loseNext();
                    drop = false;
                }
                OutputStream out = upstream.getOutputStream();
                out.write(head.getBytes(StandardCharsets.ISO_8859_1));
                long length = length(head);
                pass(in, out, drop ? length / 2 : length);
                if (drop && !head.startsWith("GET ")) {
                    return;
                }
            }
        } finally {
            open.remove(client);
        }
    }

    private boolean isFirstRemoval(String head) {
        return head.startsWith("DELETE ")
                && head.contains("uploadId=")
                && removals.add(head.lines().findFirst().orElseThrow());
    }

    private static boolean isCompletion(String head) {
        return head.startsWith("POST ") && head.contains("uploadId=");
    }

    /** What the server says; the connection ends before a response, or in the middle of its body, where asked for. */
    private static final class Responses {
        private final Socket from;
        private final Socket to;
        private volatile boolean dropNext;
        private volatile boolean loseNext;

        Responses(Socket from, Socket to) {
            this.from = from;
            this.to = to;
        }

        void dropNext() {
            dropNext = true;
        }

        void loseNext() {
            loseNext = true;
        }

        void relay() throws IOException {
            try (from;
                    to) {
                StringBuilder lost = new StringBuilder();
                byte[] buffer = new byte[8192];
                int count;
                while ((count = from.getInputStream().read(buffer)) >= 0) {
                    if (loseNext) {
                        lost.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                        if (lost.indexOf(COMPLETED) >= 0) {
                            return;
                        }
                        continue;
                    }
                    int body = new String(buffer, 0, count, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
                    int passing = dropNext ? (body + count) / 2 : count;
                    to.getOutputStream().write(buffer, 0, passing);
                    if (dropNext) {
                        return;
                    }
                }
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static long length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    private static void pass(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[8192];
        long left = length;
        while (left > 0) {
            int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
                throw new EOFException();
            }
            out.write(buffer, 0, count);
            left -= count;
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
