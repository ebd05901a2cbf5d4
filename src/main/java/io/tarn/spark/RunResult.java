package io.tarn.spark;

import io.tarn.measure.SlowImage;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import java.util.List;

/**
 * What a finished run did.
 *
 * @param images images listed
 * @param failed images without a row in {@code data/}
 * @param errorRows rows in {@code errors/}: one a failed image, or one a failed output
 * @param wallMillis from the first task's planning to the last commit
 */
public record RunResult(
        long images,
        long failed,
        long errorRows,
        long wallMillis,
        List<StageRow> stages,
        List<StepRow> steps,
        List<SlowImage> slowest) {
    /** The share of images that failed, 0 to 1. */
    public double failureRate() {
        return images == 0 ? 0 : (double) failed / images;
    }
}
