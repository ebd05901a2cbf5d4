package io.tarn.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepStatsTest {
    /** One task decoded with one library, another with both. */
    @Test
    void kernelsAreJoinedOnceEach() {
        assertThat(StepStats.join("opencv", "java+opencv")).isEqualTo("java+opencv");
        assertThat(StepStats.join("java+opencv", "java")).isEqualTo("java+opencv");
        assertThat(StepStats.join("vector512", "scalar")).isEqualTo("scalar+vector512");
        assertThat(StepStats.join("", "opencv")).isEqualTo("opencv");
        assertThat(StepStats.join("opencv", "")).isEqualTo("opencv");
        assertThat(StepStats.join("", "")).isEmpty();
    }

    /** Times that are decoded and encoded on the way are those of one task that did all of it. */
    @Test
    void manyTasksAreAsOne() {
        TaskMeter all = new TaskMeter();
        StepMeter allOfDecode = all.step(1, "decode", null);
        StepMeter allOfPool = all.step(2, "max_pool2d", "max");
        StepStats.Sum sum = new StepStats.Sum();
        for (int number = 0; number < 1000; number++) {
            TaskMeter task = new TaskMeter();
            StepMeter pool = task.step(2, "max_pool2d", "max");
            StepMeter decode = task.step(1, "decode", null);
            for (StepMeter meter : List.of(decode, allOfDecode)) {
                meter.ok(1_000L * number * number, 7, 70);
                meter.failed(500, number % 3 == 0 ? "truncated" : "corrupt");
                meter.kernel(number % 2 == 0 ? "java" : "opencv");
            }
            for (StepMeter meter : List.of(pool, allOfPool)) {
                meter.ok(number, 70, 10);
                meter.pixels(12, 3);
                meter.kernel("vector512");
            }
            sum.add(task.steps());
        }

        List<StepRow> rows = StepStats.rows(all.steps(), 0);
        assertThat(StepStats.rows(sum.stats(), 0)).isEqualTo(rows);
        assertThat(rows.get(0).failures()).isEqualTo("corrupt 666, truncated 334");
    }

    @Test
    void whatIsTakenOutAgainLeavesNoFailures() {
        TaskMeter task = new TaskMeter();
        StepMeter decode = task.step(1, "decode", null);
        decode.failed(500, "truncated");
        task.imageFailed("cut", 33);
        List<StepStats> parts = new ArrayList<>(task.steps());
        task.failedSteps().forEach(failed -> parts.add(failed.negated()));

        StepStats left = StepStats.merge(parts).get(0);

        assertThat(left.failures()).isEmpty();
        assertThat(left.totalNanos()).isEqualTo(500);
    }

    @Test
    void refusesToMergeDifferentSteps() {
        StepStats.Sum sum = new StepStats.Sum();
        sum.add(List.of(new TaskMeter().step(1, "decode", null).stats()));
        StepStats other = new TaskMeter().step(1, "resize", null).stats();

        assertThatThrownBy(() -> sum.add(List.of(other))).hasMessage("decode and resize are not the same step");
    }
}
