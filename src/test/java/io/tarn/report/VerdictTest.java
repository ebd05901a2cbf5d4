package io.tarn.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import io.tarn.measure.TaskRow;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void namesTheCostliestStep() {
        assertThat(limit(stage(4, 36_000, 35 * SECOND, 0), List.of(step("decode", 20 * SECOND))))
                .isEqualTo("Limited by decode: 55.6 % of the task time.");
    }

    @Test
    void namesWhatSurroundsTheSteps() {
        assertThat(limit(stage(4, 36_000, 35 * SECOND, 0), List.of(step("decode", 9 * SECOND))))
                .isEqualTo("Limited by what surrounds the steps, Spark itself: 75 % of the task time.");
    }

    @Test
    void namesGarbageCollectionWaitingAndIdleCores() {
        List<StepRow> steps = List.of(step("decode", 20 * SECOND));
        assertThat(limit(stage(4, 36_000, 35 * SECOND, 9_000), steps))
                .isEqualTo("Limited by memory: garbage collection took 25 % of the task time.");
        assertThat(limit(stage(4, 36_000, 9 * SECOND, 0), steps))
                .isEqualTo("Limited by waiting: tasks computed in 25 % of their time and waited for input, output"
                        + " or a free CPU in the rest.");
        assertThat(limit(stage(2, 10_000, 9 * SECOND, 0), List.of()))
                .isEqualTo("Limited by too few tasks: at most 2 for 4 cores.");
        assertThat(limit(stage(8, 4_000, 4 * SECOND, 0), List.of()))
                .isEqualTo("Limited by starting and scheduling: tasks kept the cores busy 10 % of the time.");
    }

    @Test
    void namesAStraggler() {
        List<TaskRow> tasks = List.of(task(1_000), task(9_000), task(1_000));
        StageRow stage = StageRow.of(new StageRow.Attempt(0, 0, "pool", 10_000, null), 4, tasks);
        RunReport report = report(stage, tasks, List.of());

        assertThat(new Verdict(report).limit()).isEqualTo("Limited by a slow task: it ran 9 s, the median 1 s.");
    }

    /** A run that was resumed tells its time and rate of what it did itself. */
    @Test
    void tellsWhatWasDoneNow() {
        RunReport.Run run = new RunReport.Run(
                "n", RunReport.End.FINISHED, null, 5_000, 6, 1_006, Instant.EPOCH, 10_000, 4, "out", "plan", Map.of());
        RunReport report = SampleRun.report(run, List.of(), List.of(), List.of());

        assertThat(new Verdict(report).happened())
                .isEqualTo("5,000 images pooled, 6 failed; 1,006 of them now, in 10 s.");
        assertThat(report.html()).contains("<dt>images a second</dt><dd>101</dd>");
    }

    /** Whose stages are its own, and whose steps are of the whole dataset. */
    @Test
    void judgesAResumedRunByItsOwnStages() {
        StageRow stage = stage(4, 36_000, 35 * SECOND, 9_000);
        List<StepRow> steps = List.of(step("decode", 500 * SECOND), step("spark", 125 * SECOND));
        assertThat(limit(stage, steps)).isEqualTo("Limited by memory: garbage collection took 25 % of the task time.");

        Verdict verdict = new Verdict(report(stage(4, 36_000, 35 * SECOND, 0), List.of(), steps));
        assertThat(verdict.otherMillis()).isEqualTo(125_000);
        assertThat(verdict.limit()).isEqualTo("Limited by decode: 80 % of the task time.");
    }

    private static String limit(StageRow stage, List<StepRow> steps) {
        return new Verdict(report(stage, List.of(), steps)).limit();
    }

    private static RunReport report(StageRow stage, List<TaskRow> tasks, List<StepRow> steps) {
        RunReport.Run run = new RunReport.Run(
                "n", RunReport.End.FINISHED, null, 10, 0, 10, Instant.EPOCH, 10_000, 4, "out", "plan", Map.of());
        return SampleRun.report(run, List.of(stage), tasks, steps);
    }

    /** So many tasks, alike. */
    private static StageRow stage(int tasks, long runMillis, long cpuNanos, long gcMillis) {
        TaskRow task = SampleRun.task(0, "ok", runMillis / tasks, cpuNanos / tasks, gcMillis / tasks);
        return StageRow.of(new StageRow.Attempt(0, 0, "pool", 10_000, null), 4, Collections.nCopies(tasks, task));
    }

    private static StepRow step(String name, long totalNanos) {
        return SampleRun.step(0, name, null, 10, totalNanos);
    }

    private static TaskRow task(long millis) {
        return SampleRun.task(0, "ok", millis, 0, 0);
    }
}
