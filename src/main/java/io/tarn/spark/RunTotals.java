package io.tarn.spark;

import io.tarn.measure.SlowImage;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import io.tarn.measure.StepStats;
import java.util.ArrayList;
import java.util.List;

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
