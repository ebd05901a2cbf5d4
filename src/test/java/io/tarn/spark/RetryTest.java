package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.plan.Setting;
import io.tarn.spark.source.Listing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.internal.io.HadoopMapReduceCommitProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.immutable.Seq;

/** Tasks that die on the way, and commits that fail: what is counted and what is left. */
class RetryTest {
    /** Commits, and says of some commits that it could not. */
    public static final class LosesAnswers extends HadoopMapReduceCommitProtocol {
        private static final long serialVersionUID = 1;
        private static final AtomicInteger TO_LOSE = new AtomicInteger();

        public LosesAnswers(String jobId, String path, boolean dynamicPartitionOverwrite) {
            super(jobId, path, dynamicPartitionOverwrite);
        }

        @Override
        public void commitJob(JobContext job, Seq<TaskCommitMessage> tasks) {
            super.commitJob(job, tasks);
            if (TO_LOSE.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("the answer is lost");
            }
        }
    }

    @TempDir
    Path folder;

    private JavaSparkContext spark;

    @BeforeEach
    void start() {
        spark = new JavaSparkContext(new SparkConf(false)
                .setMaster("local[2,3]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.sql.sources.commitProtocolClass", LosesAnswers.class.getName())
                .set("spark.executor.heartbeatInterval", "200ms"));
    }

    @AfterEach
    void stop() {
        spark.stop();
    }

    @Test
    void aRetriedTaskIsCountedOnce() throws Exception {
        RunResult result = run(2);

        assertThat(result.images()).isEqualTo(12);
        assertThat(result.failed()).isZero();
        for (StepRow step : result.steps()) {
            long images = step.step().equals("write") ? 2 : step.isStep() ? 12 : 0;
            assertThat(step.images()).as(step.step()).isEqualTo(images);
        }
        assertThat(result.steps().stream().mapToDouble(StepRow::timeShare).sum())
                .isCloseTo(1, within(1e-9));
        assertThat(result.stages()).hasSize(1);
        StageRow stage = result.stages().get(0);
        assertThat(stage.tasks()).isEqualTo(2);
        assertThat(stage.failedTasks()).isEqualTo(2);
        assertThat(stage.retriedTasks()).isEqualTo(2);
        assertThat(stage.uncountedRunMillis()).isPositive();
        assertThat(stage.inputRecords()).isEqualTo(12);
        assertThat(stage.failure()).contains("planted");
        assertThat(Sql.table(folder.resolve("out"), "stats/slowest"))
                .hasSize(12)
                .extracting(row -> row.get("id"))
                .doesNotHaveDuplicates();
        assertThat(Sql.table(folder.resolve("out"), "stats/executors"))
                .singleElement()
                .satisfies(executor -> assertThat(executor)
                        .containsEntry("tasks", 2)
                        .containsEntry("failed_tasks", 2)
                        .containsEntry("images", 12L)
                        .containsEntry("cores", 2));
        everyRowIsThereOnce();
    }

    @Test
    void aRunThatDiesLeavesItsStatisticsButNoMarkAndNoData() {
        assertThatThrownBy(() -> run(99)).hasMessageContaining("planted");

        assertThat(folder.resolve("out/data")).doesNotExist();
        assertThat(folder.resolve("out/_temporary")).doesNotExist();
        assertThat(folder.resolve("out/job.json")).content().contains("\"state\" : \"failed\"", "planted");
        assertThat(Sql.table(folder.resolve("out"), "stats/stages"))
                .hasSize(1)
                .first()
                .satisfies(stage -> assertThat(stage).containsEntry("failed_tasks", 3));
        assertThat(Files.exists(folder.resolve("out/data/_SUCCESS"))).isFalse();
    }

    @Test
    void aShardWhoseCommitFailsIsPooledAgain() throws Exception {
        LosesAnswers.TO_LOSE.set(1);

        RunResult result = LocalRuns.pool(tutorial(), spark);

        assertThat(LosesAnswers.TO_LOSE.get()).isZero();
        assertThat(result.images()).isEqualTo(12);
        assertThat(result.imagesNow()).isEqualTo(12);
        assertThat(result.steps())
                .filteredOn(StepRow::isStep)
                .filteredOn(step -> !step.step().equals("write"))
                .allSatisfy(step -> assertThat(step.images()).as(step.step()).isEqualTo(12));
        assertThat(result.stages()).hasSize(2);
        everyRowIsThereOnce();
    }

    @Test
    void aRunWhoseCommitFailsTwiceCanBeResumed() throws Exception {
        LosesAnswers.TO_LOSE.set(2);

        assertThatThrownBy(() -> LocalRuns.pool(tutorial(), spark)).hasMessageContaining("the answer is lost");

        assertThat(folder.resolve("out/job.json")).content().contains("\"state\" : \"failed\"", "the answer is lost");
        assertThat(folder.resolve("out/data/_SUCCESS")).doesNotExist();
        OutputFolder out = OutputFolder.of(folder + "/out", spark.hadoopConfiguration());
        Work rest = Work.resuming(tutorial(), Listing.of(tutorial(), spark.hadoopConfiguration()), out);
        try (RunLock lock = RunLock.take(out)) {
            assertThat(new PoolRun(spark, tutorial(), rest, out, lock, Progress.SILENT)
                            .run()
                            .imagesNow())
                    .isEqualTo(12);
        }
        everyRowIsThereOnce();
    }

    private void everyRowIsThereOnce() {
        assertThat(Sql.table(folder.resolve("out"), "data"))
                .hasSize(12)
                .extracting(row -> row.get("id"))
                .doesNotHaveDuplicates();
        assertThat(folder.resolve("out/data/_SUCCESS")).exists();
    }

    @Test
    void failuresOfRetriedTasksDoNotStopARun() throws Exception {
        Plan plan = JobFile.read(
                Files.writeString(folder.resolve("many.yaml"), """
                        input: {format: images, path: %s}
                        steps: [{center_crop: {output_size: 4}}]
                        outputs: {image: []}
                        output: {path: %s}
                        errors: {max_rate: 0.6}
                        """.formatted(
                                TinyImages.links(folder.resolve("many"), 2200), folder.resolve("out"))),
                List.of());
        Plan failing = Planted.in(plan, Planted.failuresFrom("1100.png"));

        RunResult result = LocalRuns.pool(Planted.in(failing, Planted.deathAt("2199.png", 2)), spark);

        assertThat(result.stopped()).isFalse();
        assertThat(result.images()).isEqualTo(2200);
        assertThat(result.failed()).isEqualTo(1100);
    }

    private RunResult run(int diesUntilAttempt) throws Exception {
        return LocalRuns.pool(Planted.in(tutorial(), Planted.deathAt("wine.jpg", diesUntilAttempt)), spark);
    }

    private Plan tutorial() {
        return JobFile.read(Path.of("jobs/tutorial.yaml"), List.of(Setting.output(folder + "/out")));
    }
}
