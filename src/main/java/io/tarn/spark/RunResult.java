package io.tarn.spark;

import io.tarn.measure.Legible;
import io.tarn.measure.SlowImage;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import java.util.List;
import java.util.Locale;

/**
 * What a run did that finished or stopped early, together with those that it resumed.
 *
 * @param images images dealt with
 * @param failed images without a row in {@code data/}
 * @param errorRows rows in {@code errors/}: one a failed image, or one a failed output
 * @param imagesNow those of them that this run dealt with itself
 * @param wallMillis this run's own, from the first task's planning to the last commit
 * @param stopReason why it stopped early, too many images having failed; null where it did not
 * @param stages this run's own
 */
public record RunResult(
        long images,
        long failed,
        long errorRows,
        long imagesNow,
        long wallMillis,
        String stopReason,
        List<StageRow> stages,
        List<StepRow> steps,
        List<SlowImage> slowest) {
    /** True where it stopped early. */
    public boolean stopped() {
        return stopReason != null;
    }

    /** Why the run is none to rely on, too many images having failed, though it may have finished; or null. */
    public String reason(double maxRate) {
        if (stopped() || failureRate() <= maxRate) {
            return stopReason;
        }
        return String.format(
                Locale.ROOT,
                "%,d of %s failed, more than errors.max_rate allows (%s)",
                failed,
                Legible.counted(images, "image"),
                ErrorLimit.percent(maxRate));
    }

    /** The share of images that failed, 0 to 1. */
    public double failureRate() {
        return images == 0 ? 0 : (double) failed / images;
    }
}
