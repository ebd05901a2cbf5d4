package io.tarn.app;

import io.tarn.plan.Plan;
import io.tarn.spark.OutputFolder;
import io.tarn.spark.RunResult;
import java.util.Locale;

/** What a run says of itself on the console when it ends. */
final class Account {
    private Account() {}

    static String of(Plan plan, RunResult result, OutputFolder folder) {
        long pooled = result.images() - result.failed();
        double seconds = result.wallMillis() / 1000.0;
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %,d %s pooled, %,d failed, in %s (%.0f images/s)%n",
                plan.name(),
                pooled,
                pooled == 1 ? "image" : "images",
                result.failed(),
                duration(result.wallMillis()),
                seconds == 0 ? 0 : result.images() / seconds));
        text.append(String.format("  data    %s/data%n", folder.shown()));
        if (result.errorRows() > 0) {
            text.append(String.format("  errors  %s/errors%n", folder.shown()));
        }
        text.append(String.format("  report  %s/report.html%n", folder.shown()));
        return text.toString();
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
