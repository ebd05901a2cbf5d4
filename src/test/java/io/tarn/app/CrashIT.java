package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.plan.Setting;
import io.tarn.spark.OutputFolder;
import io.tarn.spark.Planted;
import io.tarn.spark.PoolRun;
import io.tarn.spark.Progress;
import io.tarn.spark.RunLock;
import io.tarn.spark.RunResult;
import io.tarn.spark.Sql;
import io.tarn.spark.Work;
import io.tarn.spark.source.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that take the process of their executor with them, on a standalone cluster. */
class CrashIT {
    @TempDir
    Path folder;

    /** With one task an executor what died is to blame: the third attempt leaves it out, and the fourth a second one. */
    @Test
    void theThirdAttemptLeavesOutWhatTheSecondDiedOf() throws Exception {
        try (SparkHome home = SparkHome.assemble()) {
            String master = home.cluster(17079, "127.0.0.1", "127.0.0.2");
            RunResult result = run(master, 1, 0, "life.jpg", "seeding.jpg");

            assertThat(result.images()).isEqualTo(12);
            assertThat(result.failed()).isEqualTo(2);
            assertThat(result.errorRows()).isEqualTo(2);
        }
        assertThat(crashes("life.jpg")).isEqualTo(2);
        assertThat(crashes("seeding.jpg")).isEqualTo(1);
        onlyTheseFailed("life.jpg", "seeding.jpg");
    }

    /** Images that were in hand beside the one that crashed are innocent, and are pooled. */
    @Test
    void onlyTheGuiltyIsLeftOutWhereManyTasksShareAnExecutor() throws Exception {
        try (SparkHome home = SparkHome.assemble()) {
            String master = home.cluster(17080, 4, "127.0.0.1");
            RunResult result = run(master, 4, 300, "china.jpg");

            assertThat(result.images()).isEqualTo(12);
            assertThat(result.failed()).isEqualTo(1);
        }
        assertThat(crashes("china.jpg")).isEqualTo(3);
        onlyTheseFailed("china.jpg");
    }

    private long crashes(String id) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("log"))) {
            return lines.filter((id + " crash")::equals).count();
        }
    }

    private void onlyTheseFailed(String... ids) throws IOException {
        Path out = folder.resolve("out");
        assertThat(Sql.query("SELECT id, step, error, message FROM read_parquet('" + out
                        + "/errors/*.parquet') ORDER BY id"))
                .containsExactlyElementsOf(Stream.of(ids)
                        .map(id -> Map.<String, Object>of(
                                "id",
                                id,
                                "step",
                                "decode",
                                "error",
                                "crashed",
                                "message",
                                "the executor died while it was processed, in an earlier attempt of its task; "
                                        + "it is left out"))
                        .toList());
        assertThat(Sql.query("SELECT count(*) AS rows, count(DISTINCT id) AS ids FROM read_parquet('" + out
                        + "/data/*.parquet')"))
                .containsExactly(Map.of("rows", 12L - ids.length, "ids", 12L - ids.length));
        try (Stream<Path> left = Files.list(out)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .contains("data", "errors")
                    .doesNotContain("_temporary");
        }
    }

    private RunResult run(String master, int partitions, long pauseMillis, String... crashing) throws Exception {
        Plan tutorial = JobFile.read(Path.of("jobs/tutorial.yaml"), List.of(Setting.output(folder + "/out")));
        Plan plan = Planted.in(
                tutorial,
                Planted.crashesAt(List.of(crashing), folder.resolve("log").toString(), pauseMillis));
        SparkConf conf = new SparkConf(false)
                .setMaster(master)
                .setAppName("crash")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.executor.memory", "700m")
                .set("spark.default.parallelism", "" + partitions)
                .set("spark.executor.extraClassPath", classPath());
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            OutputFolder out = OutputFolder.of(plan.output().path(), spark.hadoopConfiguration());
            Path photos = Path.of("jobs/tutorial/photos").toAbsolutePath();
            Listing listing = Listing.of(List.of(photos.toString()), spark.hadoopConfiguration());
            try (RunLock lock = RunLock.take(out)) {
                return new PoolRun(spark, plan, Work.fresh(plan, listing, out), out, lock, Progress.SILENT).run();
            }
        }
    }

    /** The planted step, and tarn as executors have it. */
    private static String classPath() {
        return Path.of("target/test-classes").toAbsolutePath() + ":"
                + Path.of("target/tarn.jar").toAbsolutePath();
    }
}
