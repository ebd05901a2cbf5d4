package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.measure.TaskRow;
import java.util.List;
import org.apache.spark.Success$;
import org.apache.spark.TaskState;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** What the driver keeps of tasks, told of them as Spark does. */
class RunListenerTest {
    private static final int TASKS = 100_000;
    private static final int BYTES_A_TASK = 200; // a row of stats/tasks, and little else

    private final RunListener tasks = new RunListener();
    private final LiveCount live = new LiveCount(Progress.SILENT);

    @Test
    void ofAPartitionThatTwoAttemptsDidOneCounts() {
        end(0, 7, 0, 100);
        end(0, 7, 1, 250);
        end(0, 8, 2, 30);
        end(1, 7, 3, 1000);

        assertThat(tasks.tasks()).extracting(TaskRow::status).containsExactly("ok", "duplicate", "ok", "ok");
        assertThat(tasks.runMillis()).isEqualTo(1130);
        assertThat(live.shard().images()).isEqualTo(3);
    }

    @Test
    void littleIsKeptOfEach() {
        end(0, 0, 0, 1); // loads classes
        long before = usedBytes();
        for (int i = 1; i <= TASKS; i++) {
            end(i / 15_000, i, i, 1);
        }

        assertThat((usedBytes() - before) / TASKS).isLessThan(BYTES_A_TASK);
        assertThat(tasks.tasks()).hasSize(TASKS + 1);
        assertThat(live.shard().images()).isEqualTo(TASKS + 1);
    }

    @Test
    void ofStagesThatEndedNothingIsKept() {
        end(0, 0, 0, 1); // loads classes
        complete(0);
        tasks.takeEnded(1);
        long before = usedBytes();
        for (int i = 1; i <= TASKS; i++) {
            end(i / 10_000 + 1, i, i, 1);
            if (i % 10_000 == 9_999) {
                complete(i / 10_000 + 1);
                assertThat(tasks.takeEnded(1)).singleElement().satisfies(stage -> assertThat(
                                stage.row().tasks())
                        .isEqualTo(stage.tasks().size()));
            }
        }

        assertThat((usedBytes() - before) / TASKS).isLessThan(10);
        assertThat(tasks.tasks()).hasSize(1);
        assertThat(tasks.runMillis()).isEqualTo(TASKS + 1);
    }

    @Test
    void aStageHasEndedOnceItsLastAttemptHas() {
        start(0, 7, 0);
        start(0, 7, 1);
        finish(0, 7, 0, 100);
        complete(0);
        assertThat(tasks.takeEnded(1)).isEmpty();
        assertThat(tasks.stages(1)).singleElement().satisfies(stage -> assertThat(stage.tasks())
                .isEqualTo(1));

        finish(0, 7, 1, 250);

        assertThat(tasks.takeEnded(1)).singleElement().satisfies(stage -> {
            assertThat(stage.tasks()).extracting(TaskRow::status).containsExactly("ok", "duplicate");
            assertThat(stage.row().uncountedRunMillis()).isEqualTo(250);
        });
        assertThat(tasks.takeEnded(1)).isEmpty();
        assertThat(tasks.stages(1)).isEmpty();
        assertThat(tasks.tasks()).isEmpty();
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void end(int stage, int index, long id, long runMillis) {
        start(stage, index, id);
        finish(stage, index, id, runMillis);
    }

    private void start(int stage, int index, long id) {
        SparkListenerTaskStart start = new SparkListenerTaskStart(stage, 0, info(index, id));
        live.onTaskStart(start);
        tasks.onTaskStart(start);
    }

    private void finish(int stage, int index, long id, long runMillis) {
        TaskInfo info = info(index, id);
        info.markFinished(TaskState.FINISHED(), runMillis);
        TaskMetrics metrics = TaskMetrics.empty();
        metrics.setExecutorRunTime(runMillis);
        metrics.inputMetrics().incRecordsRead(1);
        SparkListenerTaskEnd end = new SparkListenerTaskEnd(
                stage, 0, "ResultTask", Success$.MODULE$, info, new ExecutorMetrics(), metrics);
        live.onTaskEnd(end);
        tasks.onTaskEnd(end);
    }

    private static TaskInfo info(int index, long id) {
        return new TaskInfo(id, index, 0, index, 0, "1", "host", TaskLocality.ANY(), false);
    }

    private void complete(int number) {
        StageInfo stage = new StageInfo(
                number, 0, "", 1, nil(), nil(), "", TaskMetrics.empty(), nil(), Option.empty(), 0, false, 0);
        tasks.onStageCompleted(new SparkListenerStageCompleted(stage));
    }

    private static <T> Seq<T> nil() {
        return CollectionConverters.asScala(List.<T>of()).toSeq();
    }
}
