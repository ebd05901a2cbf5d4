package io.tarn.measure;

import java.util.List;

/** A row of {@code stats/steps}. Times are of all calls, failed ones included; bytes and pixels of those that went well. */
public record StepRow(
        @Meaning("the step's place in the plan, outputs after the shared steps")
        int position,

        @Meaning("the step; `read`, `encode` and `write` are tarn's own, `spark` is the time that no step accounts for")
        String step,

        @Meaning("the output it belongs to, or null for a step that all outputs share")
        String output,

        @Meaning("images that passed, or their frames under `frames: all`; for `write` tasks")
        long images,

        @Meaning("images that failed here") long failed,

        @Meaning("the same by error class, as `truncated 41, too_large 2`, or null")
        String failures,

        @Meaning("time in this step, the sum; for `read` what tasks waited, as other threads read files ahead")
        long totalNanos,

        @Meaning("that as a share of the tasks' run time; the shares of all rows add up to 1")
        double timeShare,

        @Meaning("images that one core does in a second of this step alone")
        double imagesPerCoreSecond,

        @Meaning("time of an image, the mean") long meanNanos,

        @Meaning("the median, exact to 3 digits as the next ones")
        long p50Nanos,

        @Meaning("the 95th percentile") long p95Nanos,
        @Meaning("the 99th percentile") long p99Nanos,
        @Meaning("the slowest image") long maxNanos,
        @Meaning("bytes in, the sum") long bytesIn,
        @Meaning("bytes out, the sum") long bytesOut,

        @Meaning("places in a channel (height × width for pictures) going in, the sum; 0 for encoded bytes")
        long pixelsIn,

        @Meaning("the same coming out") long pixelsOut,

        @Meaning("the implementation that ran; several are joined by `+`")
        String kernel) {

    /** The name of the row for the time that no step accounts for. */
    public static final String SPARK = "spark";

    public static final List<Column<StepRow>> COLUMNS = Rows.columns(StepRow.class);

    /** True for a step of the run, false for what Spark itself took. */
    public boolean isStep() {
        return !step.equals(SPARK);
    }
}
