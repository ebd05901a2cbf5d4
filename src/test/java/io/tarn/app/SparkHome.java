package io.tarn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Spark distribution put together from the Maven repository, and a standalone cluster of its processes. */
final class SparkHome implements AutoCloseable {
    private final Path home;
    private String address = "127.0.0.1";
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final List<ProcessHandle> orphans = new ArrayList<>();

    private SparkHome(Path home) {
        this.home = home;
    }

    /** Links the jars that the build found, and writes a spark-submit as Spark's own script calls it. */
    static SparkHome assemble() throws IOException {
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "spark-home");
        Path jars = Files.createDirectory(home.resolve("jars"));
        for (String jar :
                Files.readString(Path.of("target/tarn.classpath")).strip().split(":")) {
            Path target = Path.of(jar);
            Files.createSymbolicLink(jars.resolve(target.getFileName()), target);
        }
        Path submit = Files.createDirectory(home.resolve("bin")).resolve("spark-submit");
        Files.writeString(submit, """
                #!/bin/sh
                exec java @'%s' -cp "%s/*" org.apache.spark.deploy.SparkSubmit "$@"
                """.formatted(Path.of("conf/jvm.options").toAbsolutePath(), jars));
        Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new SparkHome(home);
    }

    Map<String, String> environment() {
        return Map.of("SPARK_HOME", home.toString(), "SPARK_SCALA_VERSION", "2.13", "SPARK_LOCAL_IP", address);
    }

    /** Starts a master and a worker of one core on each of the hosts; gives the master's URL. */
    String cluster(int port, String... hosts) throws Exception {
        return cluster(port, 1, hosts);
    }

    /** The same with workers of so many cores. */
    String cluster(int port, int cores, String... hosts) throws Exception {
        String url = master("127.0.0.1", port);
        for (String host : hosts) {
            worker(List.of(), host, cores, url);
        }
        for (String host : hosts) {
            awaitWorker(host);
        }
        return url;
    }

    /** The same with a worker here and one at the other end of the network. */
    String cluster(int port, Network network) throws Exception {
        address = Network.HERE;
        String url = master(Network.HERE, port);
        worker(List.of(), Network.HERE, 1, url);
        worker(network.inside(), Network.THERE, 1, url);
        awaitWorker(Network.HERE);
        awaitWorker(Network.THERE);
        return url;
    }

    /** The same with a worker here and one that has a disk of its own for a folder. */
    String cluster(int port, Path ownDisk) throws Exception {
        String url = master("127.0.0.1", port);
        worker(List.of(), "127.0.0.1", 1, url);
        worker(
                List.of("unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs \"$0\" && exec \"$@\"", ownDisk.toString()),
                "127.0.0.2",
                1,
                url);
        awaitWorker("127.0.0.1");
        awaitWorker("127.0.0.2");
        return url;
    }

    private String master(String host, int port) throws IOException {
        daemon(List.of(), host, "master", "Master", "--host", host, "--port", "" + port, "--webui-port", "0");
        return "spark://" + host + ":" + port;
    }

    private void worker(List<String> before, String host, int cores, String url) throws IOException {
        daemon(
                before,
                host,
                "worker-" + host,
                "Worker",
                "--host",
                host,
                "--cores",
                "" + cores,
                "--memory",
                "1g",
                "--webui-port",
                "0",
                "--work-dir",
                home.resolve("work-" + host).toString(),
                url);
    }

    private void awaitWorker(String host) throws Exception {
        await(home.resolve("worker-" + host + ".log"), "Successfully registered with master");
    }

    private void daemon(List<String> before, String host, String name, String type, String... args) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                "java",
                "@" + Path.of("conf/jvm.options").toAbsolutePath(),
                "-Xmx256m",
                "-cp",
                home.resolve("jars") + "/*",
                "org.apache.spark.deploy." + type.toLowerCase(java.util.Locale.ROOT) + "." + type));
        command.addAll(List.of(args));
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("SPARK_LOCAL_IP", host);
        processes.put(
                name,
                Commands.start(
                        home,
                        environment,
                        home.resolve(name + ".out").toFile(),
                        home.resolve(name + ".log").toFile(),
                        command.toArray(String[]::new)));
    }

    private static void await(Path log, String words) throws Exception {
        for (int i = 0; i < 1800; i++) {
            if (Files.exists(log) && Files.readString(log).contains(words)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException(log + " never said: " + words + "\n" + Files.readString(log));
    }

    /** The processes of executors. */
    List<ProcessHandle> executors() {
        return processes.values().stream()
                .flatMap(process -> process.descendants())
                .filter(process -> process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .toList();
    }

    /** What all drivers that workers have run in cluster mode wrote to {@code stdout} or {@code stderr}. */
    String ofDrivers(String stream) throws IOException {
        return written("/driver-", stream);
    }

    /** The same of all executors; a worker puts the executor's command before its {@code stderr}. */
    String ofExecutors(String stream) throws IOException {
        return written("/app-", stream);
    }

    private String written(String by, String stream) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.find(
                home,
                4,
                (file, attributes) -> file.endsWith(stream) && file.toString().contains(by))) {
            for (Path file : files.toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    /** Kills a daemon, as {@code worker-127.0.0.2}, with kill -9. */
    void kill(String daemon) {
        Process process = processes.get(daemon);
        process.descendants().forEach(orphans::add);
        process.destroyForcibly();
    }

    /** Ends all processes, and removes what they left. */
    @Override
    public void close() throws IOException {
        Stream<ProcessHandle> ours = processes.values().stream()
                .map(Process::toHandle)
                .flatMap(daemon -> Stream.concat(daemon.descendants(), Stream.of(daemon)));
        List<ProcessHandle> all = Stream.concat(ours, orphans.stream()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
        try (Stream<Path> below = Files.walk(home)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
