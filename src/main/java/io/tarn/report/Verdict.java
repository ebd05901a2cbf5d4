package io.tarn.report;

import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What happened and what limited the run, in a sentence each. */
final class Verdict {
    private final RunReport report;
    /** Of this run alone, as all that stages tell. */
    private final double stageMillis;
    /** Of the whole dataset, as all that steps tell. */
    private final double stepMillis;

    private final double otherMillis;

    Verdict(RunReport report) {
        this.report = report;
        this.stageMillis =
                report.stages().stream().mapToLong(StageRow::runMillis).sum();
        this.stepMillis = report.steps().stream()
                        .filter(StepRow::isStep)
                        .mapToLong(StepRow::totalNanos)
                        .sum()
                / 1e6;
        this.otherMillis = report.steps().stream()
                .filter(step -> !step.isStep())
                .mapToDouble(spark -> spark.totalNanos() / 1e6)
                .findFirst()
                .orElse(Math.max(0, stageMillis - stepMillis));
    }

    /** The time that all tasks spent, in milliseconds; the steps' own where nothing else was measured. */
    double taskMillis() {
        return stepMillis + otherMillis;
    }

    /** Task time that belongs to no step: Spark itself. */
    double otherMillis() {
        return otherMillis;
    }

    /** The share of the cores' time in which a task ran. */
    double busy() {
        return share(
                stageMillis, (double) report.run().wallMillis() * report.run().cores());
    }

    String happened() {
        RunReport.Run run = report.run();
        String pooled = Units.count(run.images()) + (run.images() == 1 ? " image" : " images");
        String failed = run.failed() == 0 ? "none failed" : Units.count(run.failed()) + " failed";
        String after = Units.millis(run.wallMillis());
        String reason = run.reason() == null ? "" : " " + run.reason();
        return switch (run.end()) {
            case FINISHED ->
                run.now() == run.images() + run.failed()
                        ? pooled + " pooled in " + after + ", " + failed + "." + reason
                        : pooled + " pooled, " + failed + "; " + Units.count(run.now()) + " of them now, in " + after
                                + "." + reason;
            case STOPPED_EARLY -> "Stopped early after " + after + ": " + failed + ", " + pooled + " pooled." + reason;
            case FAILED -> "Failed after " + after + ", " + pooled + " pooled." + reason;
        };
    }

    String limit() {
        if (taskMillis() == 0) {
            return "No task was measured.";
        }
        double gc = share(report.stages().stream().mapToLong(StageRow::gcMillis).sum(), stageMillis);
        if (gc > 0.15) {
            return "Limited by memory: garbage collection took " + Units.percent(gc) + " of the task time.";
        }
        if (stageMillis > 0 && busy() < 0.5) {
            return idleCores();
        }
        double cpu =
                share(report.stages().stream().mapToLong(StageRow::cpuNanos).sum() / 1e6, stageMillis);
        if (stageMillis > 0 && cpu < 0.6) {
            return "Limited by waiting: tasks computed in " + Units.percent(cpu)
                    + " of their time and waited for input, output or a free CPU in the rest.";
        }
        Optional<StepRow> costliest =
                report.steps().stream().filter(StepRow::isStep).max(Comparator.comparingLong(StepRow::totalNanos));
        if (costliest.isEmpty() || costliest.get().totalNanos() / 1e6 < otherMillis()) {
            return "Limited by what surrounds the steps, Spark itself: "
                    + Units.percent(share(otherMillis(), taskMillis())) + " of the task time.";
        }
        StepRow step = costliest.get();
        String name = step.output() == null ? step.step() : step.step() + " of " + step.output();
        return "Limited by " + name + ": " + Units.percent(share(step.totalNanos() / 1e6, taskMillis()))
                + " of the task time.";
    }

    private String idleCores() {
        RunReport.Run run = report.run();
        int tasks = report.stages().stream().mapToInt(StageRow::tasks).max().orElse(0);
        long longest =
                report.stages().stream().mapToLong(StageRow::runMaxMillis).max().orElse(0);
        long median = medianMillis();
        if (longest > 2 * median && longest > run.wallMillis() / 2) {
            return "Limited by a slow task: it ran " + Units.millis(longest) + ", the median " + Units.millis(median)
                    + ".";
        }
        if (tasks < run.cores()) {
            return "Limited by too few tasks: at most " + tasks + " for " + run.cores() + " cores.";
        }
        return "Limited by starting and scheduling: tasks kept the cores busy " + Units.percent(busy())
                + " of the time.";
    }

    /** The median run time of tasks, as near as those of stages tell. */
    private long medianMillis() {
        int before = report.stages().stream().mapToInt(StageRow::tasks).sum() / 2;
        List<StageRow> stages = report.stages().stream()
                .sorted(Comparator.comparingLong(StageRow::runP50Millis))
                .toList();
        for (StageRow stage : stages) {
            before -= stage.tasks();
            if (before < 0) {
                return stage.runP50Millis();
            }
        }
        return 0;
    }

    static double share(double part, double whole) {
        return whole > 0 ? part / whole : 0;
    }
}
