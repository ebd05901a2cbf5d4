package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tarn.spark.Sql;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults planted into runs on a standalone cluster of separate processes, in shards; afterwards every row must be the
 * one of an undisturbed run. Each test adds a line to {@code target/chaos.txt}. Those that need {@code tarn.chaos} are
 * run by {@code jobs/chaos}.
 */
class ChaosIT {
    private static final String ALL = "all";
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final String LAUNCHER = HERE.resolve("jobs/tarn").toString();
    private static final int COPIES = Integer.getInteger("tarn.chaos.copies", 100);
    private static final int SHARD = COPIES * 12 / 3;

    /** No task begins before both executors are there: a short run could end without the slower one. */
    private static final List<String> BOTH_FROM_THE_START =
            List.of("--conf", "spark.cores.max=2", "--conf", "spark.scheduler.minRegisteredResourcesRatio=1");

    private static final String[] GIVES_UP_SOON = {
        "--",
        "--conf",
        "spark.executor.heartbeatInterval=2s",
        "--conf",
        "spark.network.timeout=12s",
        "--conf",
        "spark.storage.blockManagerHeartbeatTimeoutMs=12000",
        "--conf",
        "spark.network.timeoutInterval=3s"
    };

    private static TutorialRows expected;
    private static Path photos;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private SparkHome spark;
    private String master;

    @BeforeAll
    static void undisturbed() throws Exception {
        photos = TutorialRows.copies(shared.resolve("photos"), COPIES);
        expected = TutorialRows.undisturbed(shared.resolve("undisturbed"));
    }

    @AfterAll
    static void show() throws IOException {
        System.out.println(ChaosTable.text());
    }

    @Test
    void theDriverIsKilledTwice() throws Exception {
        long start = System.nanoTime();
        Path out = folder.resolve("out");
        for (int kill = 0; kill < 2; kill++) {
            Process run = begin(out, "local[2]", "--resume");
            String next = String.format("_shards/%05d.json", kill);
            awaitTrue(run, () -> Files.exists(out.resolve(next)));
            Thread.sleep(300);
            signal("KILL", run.toHandle());
            run.waitFor();
            assertThat(out.resolve("data/_SUCCESS")).doesNotExist();
        }
        Map<String, Object> before = times(out);
        Process run = begin(out, "local[2]", "--resume");

        finish(run, "driver killed twice, resumed twice", out, start, 0);
        assertThat(times(out)).containsAllEntriesOf(before);
        assertThat(console()).contains("of them now");
    }

    @Test
    void anExecutorIsKilled() throws Exception {
        withCluster(17177, () -> {
            long start = System.nanoTime();
            Path out = folder.resolve("out");
            Process run = begin(out, master);
            signal("KILL", executorAtWork(out, run));

            finish(run, "executor killed in mid-stage", out, start, 0);
        });
    }

    @Test
    void aSecondRunIsRefused() throws Exception {
        long start = System.nanoTime();
        Path out = folder.resolve("out");
        Process first = begin(out, "local[2]");
        awaitTrue(first, () -> Files.exists(out.resolve("_lock")));

        for (String option : List.of("--overwrite", "--resume")) {
            Commands.Result second = Commands.run(HERE, Map.of(), command(out, "local[1]", option));
            assertThat(second.status()).isEqualTo(2);
            assertThat(String.join("\n", second.errLines()))
                    .contains("another run writes to " + out + ": process " + first.pid());
        }

        finish(first, "two more runs begun on the same output", out, start, 0);
    }

    @Test
    @EnabledIfSystemProperty(named = "tarn.chaos", matches = ALL)
    void aWorkerIsKilled() throws Exception {
        withCluster(17277, () -> {
            long start = System.nanoTime();
            Path out = folder.resolve("out");
            Process run = begin(out, master);
            executorAtWork(out, run);
            spark.kill("worker-127.0.0.2");

            finish(run, "worker killed in mid-stage", out, start, 0);
        });
    }

    @Test
    @EnabledIfSystemProperty(named = "tarn.chaos", matches = ALL)
    void executorsAreKilledAgainAndAgain() throws Exception {
        withCluster(17377, () -> {
            long start = System.nanoTime();
            Path out = folder.resolve("out");
            Process run = begin(
                    out,
                    master,
                    "--",
                    "--conf",
                    "spark.task.maxFailures=20",
                    "--conf",
                    "spark.deploy.maxExecutorRetries=-1");
            int killed = 0;
            while (killed < 4 && run.isAlive()) {
                List<ProcessHandle> executors = spark.executors();
                if (!executors.isEmpty() && attempts(out) > 0) {
                    signal("KILL", executors.get(0));
                    killed++;
                    Thread.sleep(3000);
                }
                Thread.sleep(10);
            }

            finish(run, killed + " executors killed, one after another", out, start, 0);
            assertThat(killed).isGreaterThan(1);
        });
    }

    @Test
    @EnabledIfSystemProperty(named = "tarn.chaos", matches = ALL)
    void anExecutorIsCutOffAndComesBack() throws Exception {
        withCluster(17477, () -> {
            long start = System.nanoTime();
            Path out = folder.resolve("out");
            Process run = begin(out, master, GIVES_UP_SOON);
            ProcessHandle stopped = executorAtWork(out, run);
            signal("STOP", stopped);
            awaitGivenUp(run, out);
            signal("CONT", stopped);

            finish(run, "executor cut off until given up, then back", out, start, 0);
        });
    }

    @Test
    @EnabledIfSystemProperty(named = "tarn.chaos", matches = ALL)
    void aWorkersCableIsPulledAndPluggedInAgain() throws Exception {
        withWorkerAcrossANetwork(17777, (network, run, out) -> {
            network.pull();
            awaitGivenUp(run, out);
            network.plugIn();
            return "worker's cable pulled until given up, plugged in";
        });
    }

    @Test
    @EnabledIfSystemProperty(named = "tarn.chaos", matches = ALL)
    void aWorkersCableIsPulledForGood() throws Exception {
        withWorkerAcrossANetwork(17877, (network, run, out) -> {
            network.pull();
            return "worker's cable pulled for good";
        });
    }

    private interface Cut {
        /** Does it to a run at work, and says what. */
        String of(Network network, Process run, Path out) throws Exception;
    }

    private void withWorkerAcrossANetwork(int port, Cut cut) throws Exception {
        try (Network network = Network.make();
                SparkHome home = SparkHome.assemble()) {
            spark = home;
            master = home.cluster(port, network);
            long start = System.nanoTime();
            Path out = folder.resolve("out");
            Process run = begin(out, master, GIVES_UP_SOON);
            executorAtWork(out, run);

            finish(run, cut.of(network, run, out), out, start, 0);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "tarn.chaos", matches = ALL)
    void anImageIsTooLargeForItsExecutor() throws Exception {
        Path huge = photos.resolve("0050-huge.png");
        writePng(huge, 12_000, 12_000);
        try {
            withCluster(17577, () -> {
                long start = System.nanoTime();
                Path out = folder.resolve("out");
                Process run = begin(out, master);

                finish(run, "executor out of memory on 144 MP", out, start, 1);
                assertThat(Sql.table(out, "errors")).singleElement().satisfies(row -> assertThat(row)
                        .containsEntry("id", "0050-huge.png")
                        .containsEntry("error", "too_large"));
            });
        } finally {
            Files.delete(huge);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "tarn.chaos", matches = ALL)
    void theDiskFills() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Commands.Result mount =
                Commands.run(HERE, Map.of(), "mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", disk.toString());
        assumeTrue(mount.status() == 0, "a small disk cannot be mounted here: " + mount.err());
        try {
            long start = System.nanoTime();
            Path out = disk.resolve("out");
            Process full = begin(out, "local[2]");
            assertThat(full.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(full.exitValue()).isEqualTo(1);
            assertThat(Files.readString(folder.resolve("run.err"))).contains("No space left on device");
            assertThat(out.resolve("data/_SUCCESS")).doesNotExist();
            Commands.Result more = Commands.run(HERE, Map.of(), "mount", "-o", "remount,size=2g", disk.toString());
            assertThat(more.status()).as(more.err()).isZero();

            finish(begin(out, "local[2]", "--resume"), "disk full, enlarged, resumed", out, start, 0);
        } finally {
            Commands.run(HERE, Map.of(), "umount", "-l", disk.toString());
        }
    }

    private interface Body {
        void run() throws Exception;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void withCluster(int port, Body body) throws Exception {
        try (SparkHome home = SparkHome.assemble()) {
            spark = home;
            master = home.cluster(port, "127.0.0.1", "127.0.0.2");
            body.run();
        }
    }

    private Process begin(Path out, String onMaster, String... more) throws IOException {
        Map<String, String> environment = spark == null ? Map.of() : spark.environment();
        return Commands.start(
                HERE,
                environment,
                folder.resolve("run.out").toFile(),
                folder.resolve("run.err").toFile(),
                command(out, onMaster, more));
    }

    private static String[] command(Path out, String onMaster, String... more) {
        List<String> command = new ArrayList<>(List.of(
                LAUNCHER,
                "run",
                "jobs/tutorial.yaml",
                "--input",
                photos.toString(),
                "--output",
                out.toString(),
                "--set",
                "output.shard_images=" + SHARD));
        List<String> spark = new ArrayList<>(List.of("--master", onMaster, "--executor-memory", "700m"));
        if (onMaster.startsWith("spark:")) {
            spark.addAll(BOTH_FROM_THE_START);
        }
        boolean ofSpark = false;
        for (String option : more) {
            if (option.equals("--")) {
                ofSpark = true;
            } else {
                (ofSpark ? spark : command).add(option);
            }
        }
        command.add("--");
        command.addAll(spark);
        return command.toArray(String[]::new);
    }

    /** An executor of a run of which both have begun a task. */
    private ProcessHandle executorAtWork(Path out, Process run) throws Exception {
        List<ProcessHandle> found = new ArrayList<>();
        awaitTrue(run, () -> {
            found.clear();
            found.addAll(spark.executors());
            return found.size() == 2 && attempts(out) >= 2;
        });
        return found.get(0);
    }

    /** How many task attempts have begun. */
    static long attempts(Path out) throws IOException {
        if (!Files.isDirectory(out.resolve("_temporary"))) {
            return 0;
        }
        try (Stream<Path> below = Files.walk(out.resolve("_temporary"))) {
            return below.filter(path -> path.getFileName().toString().startsWith("attempt_"))
                    .count();
        } catch (UncheckedIOException moving) {
            return 0;
        }
    }

    /** Waits until the driver no longer counts on an executor, or has gone on without it. */
    private void awaitGivenUp(Process run, Path out) throws Exception {
        awaitTrue(
                run,
                () -> Files.readString(folder.resolve("run.err")).contains("heartbeat")
                        || Files.exists(out.resolve("_shards/00001.json")));
    }

    private void awaitTrue(Process run, Condition condition) throws Exception {
        for (int i = 0; i < 12_000; i++) {
            if (condition.holds()) {
                return;
            }
            if (!run.isAlive()) {
                throw new IllegalStateException(
                        "the run ended before the fault:\n" + Files.readString(folder.resolve("run.err")));
            }
            Thread.sleep(10);
        }
        throw new IllegalStateException("never happened:\n" + Files.readString(folder.resolve("run.err")));
    }

    /** Waits for the run's end and holds every row against the undisturbed run's. */
    private void finish(Process run, String fault, Path out, long startNanos, int failed) throws Exception {
        assertThat(run.waitFor(10, TimeUnit.MINUTES)).isTrue();
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        assertThat(run.exitValue())
                .as(Files.readString(folder.resolve("run.err")))
                .isZero();
        expected.hold(out, COPIES, fault, seconds, failed);
        assertThat(out.resolve("data/_SUCCESS")).exists();
        assertThat(out.resolve("_temporary")).doesNotExist();
        assertThat(out.resolve("_lock")).doesNotExist();
        assertThat(Sql.query("SELECT DISTINCT images FROM read_parquet('" + out
                        + "/stats/steps/*.parquet') WHERE step = 'encode'"))
                .containsExactly(Map.of("images", 12L * COPIES));
    }

    private String console() throws IOException {
        return Files.readString(folder.resolve("run.out"));
    }

    private static Map<String, Object> times(Path out) throws IOException {
        Map<String, Object> times = new TreeMap<>();
        List<String> recorded = new ArrayList<>();
        try (Stream<Path> records = Files.list(out.resolve("_shards"))) {
            for (Path record :
                    records.filter(each -> each.toString().endsWith(".json")).toList()) {
                recorded.add(Files.readString(record).replaceFirst("(?s).*\"job\":\"([^\"]+)\".*", "$1"));
            }
        }
        try (Stream<Path> files = Files.list(out.resolve("data"))) {
            for (Path file : files.toList()) {
                if (recorded.stream().anyMatch(file.toString()::contains)) {
                    times.put(file.toString(), Files.getLastModifiedTime(file));
                }
            }
        }
        return times;
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    }

    /** An RGB image of noughts. */
    static void writePng(Path file, int width, int height) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            DataOutputStream data = new DataOutputStream(header);
            data.writeInt(width);
            data.writeInt(height);
            data.write(new byte[] {8, 2, 0, 0, 0});
            chunk(out, "IHDR", header.toByteArray());
            ByteArrayOutputStream pixels = new ByteArrayOutputStream();
            try (DeflaterOutputStream deflated = new DeflaterOutputStream(pixels, new Deflater(1))) {
                byte[] row = new byte[width * 3 + 1];
                for (int y = 0; y < height; y++) {
                    deflated.write(row);
                }
            }
            chunk(out, "IDAT", pixels.toByteArray());
            chunk(out, "IEND", new byte[0]);
        }
    }

    private static void chunk(OutputStream out, String type, byte[] data) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.US_ASCII));
        crc.update(data);
        DataOutputStream to = new DataOutputStream(out);
        to.writeInt(data.length);
        to.writeBytes(type);
        to.write(data);
        to.writeInt((int) crc.getValue());
    }
}
