package io.tarn.app;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** HDFS of separate processes: a name node, and two data nodes that both hold every block. */
final class Hdfs implements AutoCloseable {
    private static final Path JAR = Path.of("target/storage-servers/hadoop-client-minicluster.jar");
    private static final String PACKAGE = "org.apache.hadoop.hdfs.server.";

    private final Path home;
    private final String url;
    private final DistributedFileSystem files;
    private final List<Process> processes = new ArrayList<>();

    private Hdfs(Path home, String url) throws IOException {
        this.home = home;
        this.url = url;
        Configuration conf = new Configuration();
        conf.setInt("dfs.replication", 2);
        this.files = (DistributedFileSystem) FileSystem.newInstance(URI.create(url), conf);
    }

    static Hdfs start(Path home) throws Exception {
        String url = "hdfs://127.0.0.1:" + freePort();
        Path conf = Files.createDirectories(home.resolve("conf"));
        Files.writeString(
                conf.resolve("hdfs-site.xml"),
                StorageRuns.xml(Map.of(
                        "fs.defaultFS", url,
                        "dfs.namenode.name.dir", home.resolve("names").toString(),
                        "dfs.namenode.http-address", "127.0.0.1:0",
                        "dfs.namenode.safemode.extension", "0",
                        "dfs.datanode.address", "127.0.0.1:0",
                        "dfs.datanode.http.address", "127.0.0.1:0",
                        "dfs.datanode.ipc.address", "127.0.0.1:0")));
        Hdfs hdfs = new Hdfs(home, url);
        try {
            if (hdfs.process("format", "namenode.NameNode", "-format", "-nonInteractive")
                            .waitFor()
                    != 0) {
                throw new IllegalStateException("no file system could be made:\n" + hdfs.log("format"));
            }
            hdfs.process("name", "namenode.NameNode");
            for (int i = 0; i < 2; i++) {
                hdfs.process("data" + i, "datanode.DataNode", "-Ddfs.datanode.data.dir=" + home.resolve("blocks" + i));
            }
            hdfs.awaitDataNodes();
            return hdfs;
        } catch (Exception | Error failure) {
            hdfs.close();
            throw failure;
        }
    }

    private Process process(String name, String type, String... args) throws IOException {
        String classPath = String.join(
                ":",
                home.resolve("conf").toString(),
                JAR.toString(),
                Files.readString(Path.of("target/tarn.classpath")).strip());
        List<String> command = new ArrayList<>(List.of(
                "java",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=src/test/resources/log4j2-test.properties",
                "-cp",
                classPath,
                PACKAGE + type));
        command.addAll(List.of(args));
        Process process = Commands.start(
                Path.of("").toAbsolutePath(),
                Map.of(),
                home.resolve(name + ".out").toFile(),
                home.resolve(name + ".log").toFile(),
                command.toArray(String[]::new));
        processes.add(process);
        return process;
    }

    private void awaitDataNodes() throws Exception {
        for (int i = 0; i < 600; i++) {
            if (processes.stream().skip(1).anyMatch(process -> !process.isAlive())) {
                break;
            }
            try {
                if (files.getDataNodeStats().length == 2) {
                    return;
                }
            } catch (IOException notYet) {
                // the name node is starting
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("HDFS does not start:\n" + log("name") + log("data0") + log("data1"));
    }

    private String log(String name) throws IOException {
        return Files.readString(home.resolve(name + ".log"));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String url() {
        return url;
    }

    DistributedFileSystem files() {
        return files;
    }

    /** Kills the first data node with kill -9. */
    void killDataNode() {
        processes.get(2).destroyForcibly();
    }

    /** How many blocks the first data node has. */
    long blocks() throws IOException {
        try (Stream<Path> all = Files.walk(home.resolve("blocks0"))) {
            return all.filter(path -> path.getFileName().toString().matches("blk_\\d+"))
                    .count();
        }
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Process::destroyForcibly);
        files.close();
    }
}
