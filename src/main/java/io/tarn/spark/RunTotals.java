package io.tarn.spark;

import io.tarn.measure.SlowImage;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import io.tarn.measure.StepStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sums over committed shards, which count every image once. */
final class RunTotals {
    private long images;
    private long rows;
    private long errorRows;
    private long runMillis;
    private final List<StepStats> steps = new ArrayList<>();
    private final List<SlowImage> slowest = new ArrayList<>();

    RunTotals(List<ShardRecord> records) {
        List<StepStats> failedSteps = new ArrayList<>();
        for (ShardRecord record : records) {
            if (record.retry()) {
                errorRows = 0;
                failedSteps.forEach(failed -> steps.add(failed.negated()));
                failedSteps.clear();
                slowest.removeIf(image -> record.slowestAgain().contains(image.id()));
            }
            images += record.images() - record.replaced();
            rows += record.rows();
            errorRows += record.errorRows();
            runMillis += record.runMillis();
            steps.addAll(record.steps());
            failedSteps.addAll(record.failedSteps());
            slowest.addAll(record.slowest());
        }
    }

    /** Images dealt with, failed ones included. */
    long images() {
        return images;
    }

    long failed() {
        return images - rows;
    }

    /** Rows in {@code errors/} by error class: each failure counts in the step that it happened in. */
    Map<String, Long> failures() {
        Map<String, Long> failures = new TreeMap<>();
        for (StepStats step : StepStats.merge(steps)) {
            step.failures().forEach((error, count) -> failures.merge(error, count, Long::sum));
        }
        return failures;
    }

    List<StepRow> steps() {
        return StepStats.rows(steps, runMillis * 1_000_000);
    }

    /** The slowest images of each shard. */
    List<SlowImage> slowestOfShards() {
        return slowest;
    }

    List<SlowImage> slowest() {
        return SlowImage.slowest(slowest);
    }

    RunResult result(long imagesNow, long wallMillis, String stopReason, List<StageRow> stages) {
        return new RunResult(
                images, failed(), errorRows, imagesNow, wallMillis, stopReason, stages, steps(), slowest());
    }
}
