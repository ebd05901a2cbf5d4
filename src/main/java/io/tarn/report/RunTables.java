package io.tarn.report;

import io.tarn.measure.ExecutorRow;
import io.tarn.measure.SlowImage;
import io.tarn.measure.StageRow;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of the report's tables, as texts. */
final class RunTables {
    private RunTables() {}

    static Page.Stage stage(StageRow row) {
        return new Page.Stage(
                row.attempt() == 0 ? "" + row.stageId() : row.stageId() + " attempt " + (row.attempt() + 1),
                row.name(),
                row.tasks(),
                row.failedTasks(),
                alarm(row.failedTasks()),
                row.killedTasks(),
                row.speculativeTasks(),
                Units.millis(row.wallMillis()),
                Units.millis(row.runMillis()),
                Units.millis(row.runP50Millis()),
                Units.millis(row.runP95Millis()),
                Units.millis(row.runMaxMillis()),
                Units.number(row.skewRatio()),
                Units.percent(row.cpuShare()),
                Units.percent(row.gcShare()),
                Units.millis(row.schedulerDelayMillis()),
                Units.bytes(row.inputBytes()),
                Units.bytes(row.outputBytes()),
                Units.bytes(row.spillBytes()),
                Units.bytes(row.peakMemoryBytes()),
                row.failure());
    }

    static Page.Executor executor(ExecutorRow row) {
        return new Page.Executor(
                row.executorId(),
                row.host(),
                row.cores() == null ? "" : "" + row.cores(),
                row.tasks(),
                row.failedTasks(),
                alarm(row.failedTasks()),
                row.killedTasks(),
                Units.count(row.images()),
                Units.millis(row.runMillis()),
                Units.nanos(row.cpuNanos()),
                Units.millis(row.gcMillis()),
                Units.bytes(row.inputBytes()),
                Units.bytes(row.outputBytes()),
                Units.bytes(row.peakMemoryBytes()),
                Units.millis(row.lastFinishMillis() - row.firstLaunchMillis()));
    }

    static Page.Slow slow(SlowImage image) {
        String pixels = image.pixels() == 0 ? "" : ", " + Units.count(image.pixels()) + " pixels";
        return new Page.Slow(
                image.id(),
                Units.nanos(image.totalNanos()),
                image.step(),
                image.output(),
                Units.nanos(image.stepNanos()),
                Units.bytes(image.encodedBytes()) + pixels);
    }

    static Page.Effect effect(RunReport.Effect effect) {
        return new Page.Effect(
                effect.name(),
                effect.detail(),
                Units.number(effect.reduction()) + " : 1",
                effect.shiftChanges().stream()
                        .map(change -> change.isNaN() ? "" : Units.percent(change))
                        .toList());
    }

    /** Titles for the columns of changes. */
    static List<String> shifts(List<RunReport.Effect> effects) {
        int shifts = effects.isEmpty() ? 0 : effects.get(0).shiftChanges().size();
        return IntStream.rangeClosed(1, shifts)
                .mapToObj(pixels -> pixels == 1 ? "1 pixel" : pixels + " pixels")
                .toList();
    }

    private static String alarm(int failures) {
        return failures > 0 ? "bad" : "";
    }
}
