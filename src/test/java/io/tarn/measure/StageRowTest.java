package io.tarn.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stage and executor rows of a stage with a straggler, a retry and a loser of speculation. */
class StageRowTest {
    private static final List<TaskRow> TASKS = List.of(
            task(0, "first", "ok", "1", 1_000),
            task(1, "first", "failed", "1", 300),
            task(1, "retry", "ok", "2", 2_000),
            task(2, "first", "ok", "2", 3_000),
            task(3, "first", "killed", "1", 5_000),
            task(3, "speculative", "ok", "2", 10_000));

    private final StageRow stage = StageRow.of(new StageRow.Attempt(7, 0, "pool", 10_650, null), 3, TASKS);

    @Test
    void attemptsThatDoNotCountStandApart() {
        assertThat(stage.tasks()).isEqualTo(4);
        assertThat(stage.failedTasks()).isEqualTo(1);
        assertThat(stage.killedTasks()).isEqualTo(1);
        assertThat(stage.retriedTasks()).isEqualTo(1);
        assertThat(stage.speculativeTasks()).isEqualTo(1);
        assertThat(stage.runMillis()).isEqualTo(16_000);
        assertThat(stage.uncountedRunMillis()).isEqualTo(5_300);
        assertThat(stage.inputRecords()).isEqualTo(160);
        assertThat(stage.failure()).isEqualTo("lost");
    }

    @Test
    void spreadAndSharesAreThoseOfTheTasksThatCount() {
        assertThat(List.of(stage.runP0Millis(), stage.runP50Millis(), stage.runP75Millis(), stage.runMaxMillis()))
                .containsExactly(1_000L, 3_000L, 10_000L, 10_000L);
        assertThat(stage.skewRatio()).isEqualTo(10.0 / 3);
        assertThat(stage.skewMillis()).isEqualTo(7_000);
        assertThat(stage.cpuShare()).isEqualTo(0.5);
        assertThat(stage.gcShare()).isEqualTo(0.1);
        assertThat(stage.coreShare()).isEqualTo(21_300.0 / (3 * 10_650));
        assertThat(stage.inputP50Records()).isEqualTo(30);
        assertThat(stage.inputMaxRecords()).isEqualTo(100);
        assertThat(stage.peakMemoryBytes()).isEqualTo(10_000);
    }

    @Test
    void aStageWithoutTasksIsARowOfZeros() {
        StageRow empty = StageRow.of(new StageRow.Attempt(7, 1, "pool", 0, "cancelled"), 3, List.of());

        assertThat(empty.tasks()).isZero();
        assertThat(empty.runMaxMillis()).isZero();
        assertThat(empty.skewRatio()).isZero();
        assertThat(empty.coreShare()).isZero();
        assertThat(empty.failure()).isEqualTo("cancelled");
    }

    @Test
    void everyExecutorHasARow() {
        List<ExecutorRow> rows = ExecutorRow.of(TASKS, Map.of("2", 4));

        assertThat(rows).extracting(ExecutorRow::executorId).containsExactly("1", "2");
        assertThat(rows).extracting(ExecutorRow::cores).containsExactly(null, 4);
        assertThat(rows).extracting(ExecutorRow::tasks).containsExactly(1, 3);
        assertThat(rows).extracting(ExecutorRow::failedTasks).containsExactly(1, 0);
        assertThat(rows).extracting(ExecutorRow::killedTasks).containsExactly(1, 0);
        assertThat(rows).extracting(ExecutorRow::runMillis).containsExactly(6_300L, 15_000L);
        assertThat(rows).extracting(ExecutorRow::images).containsExactly(10L, 150L);
        assertThat(rows).extracting(ExecutorRow::lastFinishMillis).containsExactly(5_000L, 10_000L);
    }

    /** Half its time on the CPU, a tenth in garbage collection, an image read for each 100 ms. */
    private static TaskRow task(int index, String kind, String status, String executor, long millis) {
        return new TaskRow(
                7,
                0,
                index,
                0,
                0,
                kind,
                status,
                executor,
                "host-" + executor,
                0,
                millis,
                millis,
                millis * 500_000,
                millis / 10,
                0,
                0,
                millis,
                millis / 100,
                0,
                0,
                0,
                millis,
                status.equals("failed") ? "lost" : null);
    }
}
