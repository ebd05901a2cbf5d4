package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tarn.spark.Sql;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobs/tarn} in a fresh copy of the repository, in the order in which a newcomer meets it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherIT {
    private Path home;
    private Path elsewhere;

    @BeforeAll
    void copy(@TempDir Path folder) throws Exception {
        home = Files.createDirectory(folder.resolve("a clone"));
        elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Commands.Result copied = Commands.run(
                Path.of("").toAbsolutePath(),
                Map.of("CLONE", home.toString()),
                "bash",
                "-c",
                "git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t \"$CLONE\"");
        assertThat(copied.status()).as(copied.err()).isZero();
    }

    @Test
    @Order(1)
    void theFirstRunBuildsAndPoolsThePhotographs() throws Exception {
        Commands.Result run = tarn(home, "run", "jobs/tutorial.yaml");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.errLines()) // progress too, where the machine is slow
                .filteredOn(line -> !line.contains(" images/s, "))
                .containsExactly(
                        "tarn: building (once, and again when sources change)", "tarn: preparing faster starts");
        assertThat(run.out())
                .startsWith("tutorial: 12 images pooled, 0 failed, in ")
                .contains("  report  out/tutorial/report.html\n");
        assertThat(Sql.table(home.resolve("out/tutorial"), "data")).hasSize(12);
        assertThat(home.resolve("out/tutorial/report.html")).content().contains("tutorial");
    }

    @Test
    @Order(2)
    void laterRunsDoNotBuildAndPathsStartAtTheWorkingDirectory() throws Exception {
        Path photos = Files.createDirectory(elsewhere.resolve("照片"));
        Files.copy(home.resolve("jobs/tutorial/photos/wine.jpg"), photos.resolve("葡萄酒.jpg"));

        Commands.Result run = Commands.run(
                elsewhere,
                Map.of("PATH", pathWithBrokenMaven(), "LC_ALL", "C"),
                home + "/jobs/tarn",
                "run",
                home + "/jobs/tutorial.yaml",
                "--input",
                "照片",
                "--output",
                "out");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.errLines()).isEmpty();
        assertThat(Sql.table(elsewhere.resolve("out"), "data"))
                .extracting(row -> row.get("id"))
                .containsExactly("葡萄酒.jpg");
    }

    @Test
    @Order(3)
    void anArchiveOfAnEarlierJarIsMadeAgain() throws Exception {
        Path archive = home.resolve("target/tarn-java-" + System.getProperty("java.runtime.version") + ".jsa");
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minusSeconds(86_400)));

        assertThat(tarn(home, "--version").errLines()).containsExactly("tarn: preparing faster starts");
        assertThat(tarn(home, "--version").errLines()).isEmpty();
    }

    @Test
    @Order(3)
    void mistakesCostOneLineAndStatusTwo() throws Exception {
        Commands.Result occupied = tarn(home, "run", "jobs/tutorial.yaml");
        Commands.Result misspelt =
                tarn(home, "run", "jobs/tutorial.yaml", "--set", "outputs.max={max_pol2d: {kernel_size: 2}}");

        Commands.Result badOption = tarn(home, "run", "jobs/tutorial.yaml", "--overwrite", "--", "--badopt");

        Commands.Result stray = tarn(home, "run", "jobs/tutorial.yaml", "--", "stray");

        Commands.Result explain = tarn(home, "explain", "jobs/tutorial.yaml", "--", "--verbose");

        assertThat(explain.status()).isEqualTo(2);
        assertThat(explain.errLines()).containsExactly("tarn: -- and spark-submit options go with run only");
        assertThat(stray.status()).isEqualTo(2);
        assertThat(stray.errLines())
                .containsExactly("tarn: what stands behind -- goes to spark-submit and begins with an option,"
                        + " and stray is none; put tarn's own arguments before --");
        assertThat(badOption.status()).isEqualTo(2);
        assertThat(badOption.errLines())
                .containsExactly("tarn: Spark refuses what stands behind --: Unrecognized option '--badopt'.");
        assertThat(occupied.status()).isEqualTo(2);
        assertThat(occupied.errLines()).hasSize(1).first().asString().contains("already holds", "--overwrite");
        assertThat(misspelt.status()).isEqualTo(2);
        assertThat(misspelt.errLines()).hasSize(1).first().asString().contains("max_pol2d", "did you mean max_pool2d?");
    }

    @Test
    @Order(4)
    void theLauncherBecomesTheDriver() throws Exception {
        File sink = new File("/dev/null");
        Path collections = elsewhere.resolve("gc.log");
        Process process = Commands.start(
                home,
                Map.of("JDK_JAVA_OPTIONS", "-Xlog:gc:file=" + collections),
                sink,
                sink,
                "jobs/tarn",
                "run",
                "jobs/tutorial.yaml",
                "--overwrite");
        try {
            String command = "";
            for (int i = 0; i < 200 && process.isAlive() && !command.endsWith("/java"); i++) {
                command = process.info().command().orElse("");
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(command).endsWith("/java");
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(collections)
                    .as("what the user's own options log")
                    .content()
                    .contains(Runtime.getRuntime().availableProcessors() > 2 ? "Using G1" : "Using Serial", "Pause");
            assertThat(home.resolve("out/tutorial/job.json")).content().contains("\"master\" : \"local[*,4]\"");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @Order(4)
    void theUsersCollectorIsTaken() throws Exception {
        Commands.Result run = Commands.run(
                home, Map.of("JDK_JAVA_OPTIONS", "-XX:+UseParallelGC -Xlog:gc"), "jobs/tarn", "run", "--help");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("Using Parallel");
    }

    /** Where there is one beside the tests' own. */
    @Test
    @Order(4)
    void aLaterJavaWarnsOfNothingAndPoolsTheSame() throws Exception {
        Path later = laterJava();
        assumeThat(later).isNotNull();
        Map<String, String> environment = Map.of("JAVA_HOME", later.toString());

        Commands.Result run =
                Commands.run(home, environment, "jobs/tarn", "run", "jobs/tutorial.yaml", "--output", "out/later");
        Commands.Result ops = Commands.run(home, environment, "jobs/tarn", "ops");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.errLines())
                .filteredOn(line -> !line.contains(" images/s, "))
                .containsExactly("tarn: preparing faster starts");
        assertThat(ops.errLines()).isEmpty();
        assertThat(TutorialRows.read(home.resolve("out/later")))
                .isEqualTo(TutorialRows.read(home.resolve("out/tutorial")));
    }

    private static Path laterJava() throws IOException {
        try (Stream<Path> others =
                Files.list(Path.of(System.getProperty("java.home")).toRealPath().getParent())) {
            for (Path other : (Iterable<Path>) others::iterator) {
                Path release = other.resolve("release");
                if (Files.isExecutable(other.resolve("bin/java")) && Files.exists(release)) {
                    Properties properties = new Properties();
                    try (InputStream in = Files.newInputStream(release)) {
                        properties.load(in);
                    }
                    String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
                    if (!version.isEmpty()
                            && Runtime.Version.parse(version).feature()
                                    > Runtime.version().feature()) {
                        return other;
                    }
                }
            }
            return null;
        }
    }

    @Test
    @Order(5)
    void explainOpsPreviewAndReportNeedNoSpark() throws Exception {
        assertThat(tarn(home, "explain", "jobs/tutorial.yaml").out()).contains("[4,64,64]", "[4,32,32]", "12 files");
        assertThat(tarn(home, "ops").out()).contains("max_pool2d", "resize");
        assertThat(tarn(home, "ops", "max_pool2d").out()).contains("kernel_size", "ceil_mode");
        Commands.Result preview =
                tarn(home, "preview", "jobs/tutorial.yaml", "jobs/tutorial/photos/china.jpg", "--png", "figure.png");
        assertThat(preview.status()).as(preview.err()).isZero();
        assertThat(Files.readAllBytes(home.resolve("figure.png"))).startsWith(0x89, 'P', 'N', 'G');
        Files.delete(home.resolve("out/tutorial/report.html"));
        assertThat(tarn(home, "report", "out/tutorial").status()).isZero();
        assertThat(home.resolve("out/tutorial/report.html")).exists();
    }

    @Test
    @Order(5)
    void aCompleteRunHasNothingLeftToResume() throws Exception {
        Commands.Result resumed = tarn(home, "run", "jobs/tutorial.yaml", "--resume");

        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(resumed.out()).isEqualTo("tutorial: nothing is left to do in out/tutorial\n");
        Commands.Result other =
                tarn(home, "run", "jobs/tutorial.yaml", "--resume", "--set", "outputs.max.max_pool2d.kernel_size=4");
        assertThat(other.status()).isEqualTo(2);
        assertThat(other.errLines())
                .singleElement()
                .asString()
                .contains("was begun by another plan", "max_pool2d.kernel_size is 2 there and 4 here");
    }

    @Test
    @Order(5)
    void secretsInSparkSettingsAreWrittenNowhere() throws Exception {
        Path out = elsewhere.resolve("secret");
        Commands.Result run = tarn(
                home,
                "run",
                "jobs/tutorial.yaml",
                "--output",
                out.toString(),
                "--",
                "--conf",
                "spark.hadoop.fs.s3a.secret.key=hush-hush",
                "--conf",
                "spark.app.password=hush-hush");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out() + run.err()).doesNotContain("hush-hush");
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("hush-hush");
            }
        }
    }

    @Test
    @Order(6)
    void aTerminalShowsABarAndNoLogs() throws Exception {
        Commands.Result run = Commands.run(
                home,
                Map.of("TERM", "xterm"),
                "script",
                "-qec",
                "jobs/tarn run jobs/tutorial.yaml --overwrite",
                "/dev/null");

        assertThat(run.status()).as(run.out()).isZero();
        assertThat(run.out()).contains("tutorial", "%", "/12 images", "12 images pooled, 0 failed");
        assertThat(run.out()).doesNotContain("INFO", "WARN ", "ERROR");
    }

    @Test
    @Order(7)
    void newerSourcesAreBuiltAgain() throws Exception {
        Files.setLastModifiedTime(
                home.resolve("src/main/java/io/tarn/app/Main.java"),
                FileTime.from(Instant.now().plusSeconds(5)));

        Commands.Result run =
                Commands.run(home, Map.of("PATH", pathWithBrokenMaven()), "jobs/tarn", "run", "jobs/tutorial.yaml");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("tarn: building", "planted", "tarn: the build failed");
    }

    private static Commands.Result tarn(Path directory, String... args) throws IOException, InterruptedException {
        String[] command = new String[args.length + 1];
        command[0] = "jobs/tarn";
        System.arraycopy(args, 0, command, 1, args.length);
        return Commands.run(directory, Map.of(), command);
    }

    private String pathWithBrokenMaven() throws IOException {
        Path bin = elsewhere.resolve("bin");
        Files.createDirectories(bin);
        Path maven = bin.resolve("mvn");
        if (!Files.exists(maven)) {
            Files.writeString(maven, "#!/bin/sh\necho planted >&2\nexit 1\n");
            Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return bin + ":" + System.getenv("PATH");
    }
}
