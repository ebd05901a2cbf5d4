package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tarn.spark.Sql;
import io.tarn.spark.TinyImages;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobs/tarn} through spark-submit, on a standalone cluster of separate processes. */
class ClusterIT {
    private static final String LAUNCHER = Path.of("jobs/tarn").toAbsolutePath().toString();
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final int WEB_PORT = 14040;
    private static final Path PHOTOS = Path.of("jobs/tutorial/photos");

    @TempDir
    Path folder;

    @Test
    void sparkSubmitOnAClusterGivesTheBytesOfTheEmbeddedRun() throws Exception {
        try (SparkHome spark = SparkHome.assemble()) {
            String master = spark.cluster(17077, "127.0.0.1", "127.0.0.2");

            Commands.Result embedded = Commands.run(HERE, Map.of(), run(PHOTOS, folder.resolve("embedded")));
            Path job = Files.copy(Path.of("jobs/tutorial.yaml"), folder.resolve("shipped.yaml"));
            Commands.Result submitted = Commands.run(
                    HERE,
                    spark.environment(),
                    LAUNCHER,
                    "run",
                    "shipped.yaml",
                    "--input",
                    PHOTOS.toString(),
                    "--output",
                    folder.resolve("submitted").toString(),
                    "--",
                    "--master",
                    master,
                    "--executor-memory",
                    "700m",
                    "--files",
                    job.toString());

            Map<String, String> noSparkHome = Map.of("SPARK_LOCAL_IP", "127.0.0.1");
            Commands.Result withoutSubmit = Commands.run(
                    HERE,
                    noSparkHome,
                    run(PHOTOS, folder.resolve("without"), "--", "--master", master, "--executor-memory", "700m"));

            assertThat(withoutSubmit.status()).as(withoutSubmit.err()).isZero();
            assertThat(rows(folder.resolve("without"))).isEqualTo(rows(folder.resolve("submitted")));
            assertThat(embedded.status()).as(embedded.err()).isZero();
            assertThat(submitted.status()).as(submitted.err()).isZero();
            assertThat(submitted.out()).startsWith("tutorial: 12 images pooled, 0 failed");
            assertThat(rows(folder.resolve("submitted"))).isEqualTo(rows(folder.resolve("embedded")));
            assertThat(Files.readString(folder.resolve("submitted/job.json"))).contains(master);
            assertThat(spark.ofExecutors("stderr").lines().filter(line -> line.startsWith("Spark Executor Command")))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(line -> line.contains("\"-XX:-UseTypeSpeculation\""));
        }
    }

    /** spark-submit alone, from a folder where nothing is; the driver is a process of a worker. */
    @Test
    void inClusterModeTheDriverFindsTheShippedJobAndTellsOfTheRun() throws Exception {
        Path job = Files.copy(Path.of("jobs/tutorial.yaml"), folder.resolve("my job.yaml"));
        Path out = folder.resolve("out");
        try (SparkHome spark = SparkHome.assemble()) {
            String master = spark.cluster(17086, "127.0.0.1", "127.0.0.2");

            Commands.Result run = submit(
                    spark,
                    master,
                    job,
                    "run",
                    "my job.yaml",
                    "--input",
                    PHOTOS.toAbsolutePath().toString(),
                    "--output",
                    out.toString());

            assertThat(run.status()).as(run.err() + spark.ofDrivers("stderr")).isZero();
            assertThat(spark.ofDrivers("stdout"))
                    .startsWith("tutorial: 12 images pooled, 0 failed")
                    .contains("  data    " + out + "/data\n");
            assertThat(Files.readString(out.resolve("job.json"))).contains(master);
            assertThat(rows(out)).hasSize(12);

            submit(spark, master, job, "run", "another.yaml"); // its status is 0: Spark does not ask for the driver's

            assertThat(spark.ofDrivers("stderr"))
                    .contains("tarn: there is no such job file where the driver runs; ship it with --files, or give its"
                            + " URI (another.yaml)\n")
                    .doesNotContain("Exception");
        }
    }

    private Commands.Result submit(SparkHome spark, String master, Path job, String... args) throws Exception {
        Stream<String> submit = Stream.of(
                spark.environment().get("SPARK_HOME") + "/bin/spark-submit",
                "--master",
                master,
                "--deploy-mode",
                "cluster",
                "--properties-file",
                Path.of("conf/spark-defaults.conf").toAbsolutePath().toString(),
                "--driver-java-options",
                String.join(" ", jvmOptions()),
                "--conf",
                "spark.standalone.submit.waitAppCompletion=true",
                "--driver-memory",
                "600m",
                "--executor-memory",
                "700m",
                "--files",
                job.toUri().toString(),
                "--class",
                "io.tarn.app.Main",
                Path.of("target/tarn.jar").toUri().toString());
        return Commands.run(
                folder,
                spark.environment(),
                Stream.concat(submit, Stream.of(args)).toArray(String[]::new));
    }

    /** Of two shards the second has images that cannot be decoded: the run ends in the middle of it. */
    @Test
    void aRunThatGoesWrongStopsEarlyAndCanGoOn() throws Exception {
        int each = 3000;
        Path photos = TinyImages.links(folder.resolve("photos"), 2 * each);
        byte[] photo = Files.readAllBytes(PHOTOS.resolve("china.jpg"));
        Path cut = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(photo, photo.length - 1000));
        Path good = photos.resolve("0000.png");
        for (int i = each; i < 2 * each; i++) {
            relink(photos.resolve("%04d.png".formatted(i)), cut);
        }
        Path out = folder.resolve("out");
        try (SparkHome spark = SparkHome.assemble()) {
            String master = spark.cluster(17087, "127.0.0.1", "127.0.0.2");
            String[] job = {
                "--set",
                "output.shard_images=" + each,
                "--set",
                "errors.max_rate=0.2",
                "--resume",
                "--",
                "--master",
                master,
                "--executor-memory",
                "700m",
                "--conf",
                "spark.executor.heartbeatInterval=200ms"
            };

            Commands.Result stopped = Commands.run(HERE, spark.environment(), run(photos, out, job));

            assertThat(stopped.status()).as(stopped.err()).isEqualTo(3);
            assertThat(stopped.err())
                    .containsPattern("tarn: [12],\\d{3} of [45],\\d{3} images so far failed, more than"
                            + " errors.max_rate allows \\(20.0 % of all 6,000\\); most are truncated \\(decode\\)")
                    .contains("the run stopped early", "--resume goes on");
            assertThat(out.resolve("_shards/00000.json")).exists();
            assertThat(out.resolve("_shards/00001.json")).doesNotExist();
            assertThat(out.resolve("data/_SUCCESS")).doesNotExist();
            assertThat(rows(out)).hasSize(each);
            assertThat(Sql.table(out, "errors")).isEmpty();

            for (int i = each; i < 2 * each; i++) {
                relink(photos.resolve("%04d.png".formatted(i)), good);
            }
            Commands.Result resumed = Commands.run(HERE, spark.environment(), run(photos, out, job));

            assertThat(resumed.status()).as(resumed.err()).isZero();
            assertThat(resumed.out()).startsWith("tutorial: 6,000 images pooled, 0 failed");
            assertThat(out.resolve("data/_SUCCESS")).exists();
            assertThat(rows(out))
                    .hasSize(2 * each)
                    .extracting(row -> row.get("id"))
                    .doesNotHaveDuplicates();
        }
    }

    /** The path is the same on both machines, and the folder is not. */
    @Test
    void anOutputOnADiskOfEachMachineIsRefused() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Path out = disk.resolve("out");
        Commands.Result mount =
                Commands.run(HERE, Map.of(), "unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", disk.toString());
        assumeTrue(mount.status() == 0, "a worker cannot be given a disk of its own here: " + mount.err());
        try (SparkHome spark = SparkHome.assemble()) {
            String master = spark.cluster(17088, disk);

            Commands.Result run = Commands.run(
                    HERE,
                    spark.environment(),
                    run(
                            PHOTOS,
                            out,
                            "--",
                            "--master",
                            master,
                            "--executor-memory",
                            "700m",
                            "--conf",
                            "spark.scheduler.minRegisteredResourcesRatio=1",
                            "--conf",
                            "spark.scheduler.maxRegisteredResourcesWaitingTime=120s"));

            assertThat(run.status()).as(run.err()).isEqualTo(1);
            assertThat(run.err())
                    .containsPattern("tarn: \\S+/disk/out lacks data/part-0000[01]-\\S+\\.parquet, which an executor"
                            + " wrote: a local path is another folder on each machine; give an output that driver and"
                            + " executors share");
            assertThat(out.resolve("data/_SUCCESS")).doesNotExist();
            assertThat(Files.readString(out.resolve("job.json"))).contains("\"state\" : \"failed\"");
        }
    }

    private static void relink(Path link, Path file) throws IOException {
        Files.delete(link);
        Files.createLink(link, file);
    }

    private static List<String> jvmOptions() throws Exception {
        return Files.readAllLines(Path.of("conf/jvm.options")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @Test
    void speculationCountsEveryImageOnce() throws Exception {
        int copies = 100;
        Path photos = TutorialRows.copies(folder.resolve("photos"), copies);
        TutorialRows expected = TutorialRows.undisturbed(folder.resolve("undisturbed"));
        Path out = folder.resolve("out");
        try (SparkHome spark = SparkHome.assemble()) {
            String master = spark.cluster(17078, "127.0.0.1", "127.0.0.2");
            File log = folder.resolve("run.log").toFile();
            long start = System.nanoTime();
            Process run = Commands.start(
                    HERE,
                    spark.environment(),
                    log,
                    folder.resolve("run.err").toFile(),
                    run(
                            photos,
                            out,
                            "--",
                            "--master",
                            master,
                            "--executor-memory",
                            "700m",
                            "--conf",
                            "spark.speculation=true",
                            "--conf",
                            "spark.speculation.quantile=0.5",
                            "--conf",
                            "spark.default.parallelism=2",
                            "--conf",
                            "spark.ui.port=" + WEB_PORT,
                            "--conf",
                            "spark.cores.max=2",
                            "--conf",
                            "spark.scheduler.minRegisteredResourcesRatio=1",
                            "--conf",
                            "spark.scheduler.maxRegisteredResourcesWaitingTime=120s"));
            ProcessHandle straggler = stopOne(spark, out, run);
            String metrics = scrape(run);
            assertThat(imagesDone(metrics, "")).isBetween(1L, 1199L);

            assertThat(run.waitFor(5, TimeUnit.MINUTES)).isTrue();
            double seconds = (System.nanoTime() - start) / 1e9;
            signal("CONT", straggler);

            assertThat(run.exitValue())
                    .as(Files.readString(folder.resolve("run.err")))
                    .isZero();
            assertThat(Files.readString(log.toPath())).startsWith("tutorial: 1,200 images pooled, 0 failed");
            expected.hold(out, copies, "straggler, speculated", seconds, 0);
        }
        assertThat(Sql.query("SELECT DISTINCT images FROM read_parquet('" + out
                        + "/stats/steps/*.parquet') WHERE step NOT IN ('write', 'spark')"))
                .containsExactly(Map.of("images", 1200L));
        assertThat(Sql.query(
                        "SELECT sum(input_records) AS records FROM read_parquet('" + out + "/stats/stages/*.parquet')"))
                .hasToString("[{records=1200}]");
        assertThat(Sql.query("SELECT count(*) AS tasks FROM read_parquet('" + out
                        + "/stats/tasks/*.parquet') WHERE kind = 'speculative'"))
                .isNotEqualTo(List.of(Map.of("tasks", 0L)));
    }

    /** The driver's Prometheus text in mid-run, as soon as it tells of images of an executor. */
    private static String scrape(Process run) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + WEB_PORT + "/metrics/prometheus/"))
                .build();
        for (int i = 0; i < 600 && run.isAlive(); i++) {
            String text = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            if (Math.max(imagesDone(text, "executor_0_"), imagesDone(text, "executor_1_")) > 0) {
                return text;
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("the metrics never told of an image");
    }

    private static long imagesDone(String metrics, String executor) {
        Matcher line = Pattern.compile("LivePlugin_" + executor + "images_Value\\{[^}]*} (\\d+)")
                .matcher(metrics);
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    /** Stops an executor while its first task is at work, so that it becomes a straggler. */
    private static ProcessHandle stopOne(SparkHome spark, Path out, Process run) throws Exception {
        for (int i = 0; i < 6000 && run.isAlive(); i++) {
            List<ProcessHandle> executors = spark.executors();
            if (executors.size() == 2 && ChaosIT.attempts(out) >= 2) {
                signal("STOP", executors.get(0));
                return executors.get(0);
            }
            Thread.sleep(10);
        }
        throw new IllegalStateException("no two tasks ever ran side by side");
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    }

    private static String[] run(Path input, Path output, String... more) {
        return Stream.concat(
                        Stream.of(
                                LAUNCHER,
                                "run",
                                "jobs/tutorial.yaml",
                                "--input",
                                input.toString(),
                                "--output",
                                output.toString()),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static List<Map<String, Object>> rows(Path output) {
        return Sql.query("SELECT id, max.shape::VARCHAR AS shape, sha256(max.data) AS max, sha256(avg.data) AS avg, "
                + "sha256(adaptive.data) AS adaptive FROM read_parquet('" + output + "/data/*.parquet') ORDER BY id");
    }
}
