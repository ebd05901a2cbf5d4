package io.tarn.app;

import io.tarn.measure.Legible;
import io.tarn.measure.SlowImage;
import io.tarn.measure.StepRow;
import io.tarn.plan.Plan;
import io.tarn.report.Units;
import io.tarn.spark.OutputFolder;
import io.tarn.spark.RunResult;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a run says of itself on the console when it ends. */
final class Account {
    private static final int STEPS = 8;

    private Account() {}

    static String of(Plan plan, RunResult result, OutputFolder folder) {
        long pooled = result.images() - result.failed();
        double seconds = result.wallMillis() / 1000.0;
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %,d %s pooled, %,d failed, %sin %s (%s images/s)%n",
                plan.name(),
                pooled,
                pooled == 1 ? "image" : "images",
                result.failed(),
                result.imagesNow() == result.images()
                        ? ""
                        : String.format(Locale.ROOT, "%,d of them now, ", result.imagesNow()),
                duration(result.wallMillis()),
                rate(seconds == 0 ? 0 : result.imagesNow() / seconds)));
        text.append(steps(result)).append(String.format("%n"));
        failures(result).forEach(line -> text.append(String.format("  failed  %s%n", line)));
        result.slowest().stream()
                .limit(1)
                .forEach(image -> text.append(String.format("  slowest %s%n", slowest(image))));
        text.append(String.format("  data    %s/data%n", folder.shown()));
        if (result.errorRows() > 0) {
            text.append(String.format("  errors  %s/errors%n", folder.shown()));
        }
        text.append(String.format("  report  %s/report.html%n", folder.shown()));
        return text.toString();
    }

    /** Whole images, where there are more than a few. */
    static String rate(double perSecond) {
        return perSecond < 10 ? Units.number(perSecond) : String.format(Locale.ROOT, "%,.0f", perSecond);
    }

    /** The costliest steps. */
    private static String steps(RunResult result) {
        TextTable table = new TextTable("step", "share", "mean", "p50", "p95", "max");
        List<StepRow> costliest = result.steps().stream()
                .sorted(Comparator.comparingLong(StepRow::totalNanos).reversed())
                .limit(STEPS)
                .toList();
        for (StepRow step : costliest) {
            if (step.isStep()) {
                table.row(
                        name(step.step(), step.output()),
                        Units.percent(step.timeShare()),
                        Units.nanos(step.meanNanos()),
                        Units.nanos(step.p50Nanos()),
                        Units.nanos(step.p95Nanos()),
                        Units.nanos(step.maxNanos()));
            } else {
                table.row("Spark, outside the steps", Units.percent(step.timeShare()));
            }
        }
        int hidden = result.steps().size() - costliest.size();
        if (hidden > 0) {
            double share = costliest.stream().mapToDouble(StepRow::timeShare).sum();
            table.row("and " + hidden + " more", Units.percent(Math.max(0, 1 - share)));
        }
        return table.text();
    }

    private static List<String> failures(RunResult result) {
        return result.steps().stream()
                .filter(step -> step.failures() != null)
                .map(step -> step.failures() + " (" + name(step.step(), step.output()) + ")")
                .toList();
    }

    private static String slowest(SlowImage image) {
        return Legible.inLine(image.id()) + ", " + Units.nanos(image.totalNanos()) + ", of which "
                + name(image.step(), image.output()) + " " + Units.nanos(image.stepNanos());
    }

    /** As {@code max · max_pool2d}, or the step alone where all outputs share it. */
    static String name(String step, String output) {
        return output == null ? step : output + " · " + step;
    }

    /** As {@code 850 ms}, {@code 3.1 s}, {@code 4 min 05 s}, {@code 2 h 03 min}. */
    static String duration(long millis) {
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long seconds = millis / 1000;
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
    }
}
