package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.plan.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Spark that does not do as it should makes of a run. */
class SparkTroubleTest {
    @TempDir
    Path out;

    /** As an event log on a slow storage does. */
    @Test
    void aListenerThatLagsBehindIsNoMatterOfTheRun() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        JavaSparkContext spark = spark();
        try {
            spark.sc().addSparkListener(new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd event) {
                    try {
                        goOn.await();
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                }
            });

            RunResult result = LocalRuns.pool(plan(), spark);

            assertThat(result.images()).isEqualTo(12);
            assertThat(result.stages()).singleElement().satisfies(stage -> assertThat(stage.inputRecords())
                    .isEqualTo(12));
            assertThat(out.resolve("data/_SUCCESS")).exists();
        } finally {
            goOn.countDown();
            spark.stop();
        }
    }

    @Test
    void theReasonIsLeftWhereSparkWasStopped() {
        Plan plan = Planted.in(plan(), context -> {
            if (context.id().equals("life.jpg")) {
                SparkContext spark = SparkContext.getOrCreate();
                new Thread(spark::stop).start();
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
            }
        });

        try (JavaSparkContext spark = spark()) {
            assertThatThrownBy(() -> LocalRuns.pool(plan, spark)).hasMessageContaining("SparkContext was shut down");
        }

        assertThat(out.resolve("job.json"))
                .content()
                .contains("\"state\" : \"failed\"", "SparkContext was shut down\"");
        assertThat(Sql.table(out, "stats/stages")).hasSize(1);
    }

    private Plan plan() {
        return JobFile.read(Path.of("jobs/tutorial.yaml"), List.of(Setting.output(out.toString())));
    }

    private static JavaSparkContext spark() {
        return new JavaSparkContext(
                new SparkConf(false).setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false"));
    }
}
