package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.pipeline.EncodedImage;
import io.tarn.pipeline.Pipeline;
import io.tarn.plan.JobFile;
import io.tarn.tensor.Tensor;
import java.io.File;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The SQL functions through a Spark Connect server, called by a client in another process; in the profile connect. */
@EnabledIfSystemProperty(named = "tarn.connect.client", matches = ".+")
class ConnectIT {
    private static final Path JAR = Path.of("target/tarn.jar");
    private static final Path PHOTOS = Path.of("jobs/tutorial/photos");

    @TempDir
    Path folder;

    @Test
    void clientCallsFunctionsOfTheServer() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path log = folder.resolve("server.log");
        Process server = java(
                log,
                "-Xmx1g",
                "-Dspark.master=local[2]",
                "-Dspark.ui.enabled=false",
                "-Dspark.sql.extensions=io.tarn.spark.sql.TarnExtensions",
                "-Dspark.connect.grpc.binding.port=" + port,
                "-Dspark.local.dir=" + folder,
                "-cp",
                JAR
                        + File.pathSeparator
                        + Files.readString(Path.of("target/connect.classpath")).strip(),
                "org.apache.spark.sql.connect.service.SparkConnectServer");
        try {
            await(server, log, "Spark Connect server started");
            Path out = folder.resolve("client.out");
            Process client = java(
                    out,
                    "-Xmx512m",
                    "-cp",
                    clientClassPath(),
                    "io.tarn.app.ConnectClient",
                    "sc://localhost:" + port,
                    PHOTOS.toAbsolutePath().toString());
            assertThat(client.waitFor()).as(Files.readString(out)).isZero();
            List<String> lines = Files.readAllLines(out).stream()
                    .filter(line -> line.matches("(session|float32|null|refused|described).*"))
                    .toList();

            List<String> pooled = pooled();
            assertThat(lines.get(0)).isEqualTo("session org.apache.spark.sql.connect.SparkSession");
            assertThat(lines.subList(1, 13)).isEqualTo(pooled);
            assertThat(lines.subList(13, 25)).isEqualTo(pooled);
            assertThat(lines.get(25)).isEqualTo("null");
            assertThat(lines.get(26)).contains("decode_image: starts with 01").contains("try_decode_image gives null");
            assertThat(lines.get(27))
                    .contains("max_pool2d: padding 2 is more than half of kernel_size 3; use at most 1");
            assertThat(lines.get(28)).contains("Usage: resize(tensor, size[, filter])");
        } finally {
            server.destroy();
        }
    }

    /** The client, tarn, and of the server's jars what is neither Spark's engine nor Hadoop. */
    private static String clientClassPath() throws Exception {
        List<String> jars = new ArrayList<>();
        try (Stream<Path> client = Files.list(Path.of(System.getProperty("tarn.connect.client")))) {
            client.map(Path::toString).forEach(jars::add);
        }
        Stream.of(Files.readString(Path.of("target/connect.classpath")).strip().split(File.pathSeparator))
                .filter(jar -> !jar.matches(".*/(hadoop-|spark-("
                        + "catalyst|connect|core|graphx|kvstore|launcher|mllib|network|sql|streaming))[^/]*"))
                .forEach(jars::add);
        jars.add(JAR.toString());
        jars.add("target/test-classes");
        return String.join(File.pathSeparator, jars);
    }

    /** What a job makes of the photographs, as the client prints it. */
    private List<String> pooled() throws Exception {
        Path job = Files.writeString(folder.resolve("job.yaml"), """
                input: {format: images, path: x}
                steps: [resize: {size: [128, 128]}, to_tensor]
                outputs: {max: {max_pool2d: {kernel_size: 2}}}
                output: {path: y}
                """);
        Pipeline pipeline = new Pipeline(JobFile.read(job, List.of()));
        List<String> lines = new ArrayList<>();
        try (Stream<Path> photos = Files.list(PHOTOS)) {
            for (Path photo : photos.sorted().toList()) {
                Tensor tensor = pipeline.process(new EncodedImage("", Files.readAllBytes(photo)))
                        .row()
                        .output(0);
                lines.add("float32 [3, 64, 64] "
                        + HexFormat.of().formatHex(tensor.littleEndian()).hashCode());
            }
        }
        return lines;
    }

    private static Process java(Path log, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("java", "@conf/jvm.options"));
        command.addAll(List.of(arguments));
        return Commands.start(
                Path.of(".").toAbsolutePath(),
                Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
                log.toFile(),
                log.toFile(),
                command.stream().toArray(String[]::new));
    }

    private static void await(Process process, Path log, String words) throws Exception {
        while (process.isAlive()) {
            if (Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1).stream()
                    .anyMatch(line -> line.contains(words))) {
                return;
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException(Files.readAllLines(log).stream().collect(Collectors.joining("\n")));
    }
}
