package io.tarn.measure;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Measures one step within one task. Recording an image that passes allocates nothing; used by one thread. */
public final class StepMeter {
    private final int position;
    private final String step;
    private final String output;
    private final SlowestImages slowest;
    private final Histogram latency = StepStats.emptyHistogram();
    private final Counts all = new Counts();
    private final Counts current = new Counts();
    private final Counts failed = new Counts();
    private String kernel = "";
    private long totalNanos;

    /** What is counted of images, beside their times. */
    private static final class Counts {
        private final Map<String, Long> failures = new TreeMap<>();
        private long images;
        private long bytesIn;
        private long bytesOut;
        private long pixelsIn;
        private long pixelsOut;

        void ok(long inBytes, long outBytes) {
            images++;
            bytesIn += inBytes;
            bytesOut += outBytes;
        }

        void pixels(long in, long out) {
            pixelsIn += in;
            pixelsOut += out;
        }

        void failed(String error) {
            failures.merge(error, 1L, Long::sum);
        }

        void add(Counts other) {
            images += other.images;
            bytesIn += other.bytesIn;
            bytesOut += other.bytesOut;
            pixelsIn += other.pixelsIn;
            pixelsOut += other.pixelsOut;
            other.failures.forEach((error, count) -> failures.merge(error, count, Long::sum));
        }

        void clear() {
            images = 0;
            bytesIn = 0;
            bytesOut = 0;
            pixelsIn = 0;
            pixelsOut = 0;
            failures.clear();
        }
    }

    StepMeter(int position, String step, String output, SlowestImages slowest) {
        this.position = position;
        this.step = step;
        this.output = output;
        this.slowest = slowest;
    }

    /** An image that passed, of which a step that deals with bytes knows no pixels. */
    public void ok(long elapsedNanos, long inBytes, long outBytes) {
        time(elapsedNanos);
        all.ok(inBytes, outBytes);
        current.ok(inBytes, outBytes);
    }

    /** Beside {@link #ok}: how many pixels the image had, before and after. */
    public void pixels(long in, long out) {
        all.pixels(in, out);
        current.pixels(in, out);
        slowest.pixels(out);
    }

    /** An image that failed in this step; its time counts, its bytes do not. */
    public void failed(long elapsedNanos, String error) {
        time(elapsedNanos);
        all.failed(error);
        current.failed(error);
    }

    /** An image that failed here in an earlier run, and was not tried again. */
    public void stillFailed(String error) {
        all.failed(error);
        failed.failed(error);
    }

    void imageDone() {
        current.clear();
    }

    void imageFailed() {
        failed.add(current);
        current.clear();
    }

    /** The implementation that ran; several are joined by {@code +}. */
    public void kernel(String name) {
        kernel = StepStats.join(kernel, name);
    }

    public StepStats stats() {
        return stats(all, kernel, totalNanos, latency);
    }

    /** Of that what images count for that failed as a whole, without their times; null where there were none. */
    StepStats failedStats() {
        boolean none = failed.images == 0 && failed.failures.isEmpty();
        return none ? null : stats(failed, "", 0, StepStats.emptyHistogram());
    }

    private StepStats stats(Counts counts, String kernels, long nanos, Histogram times) {
        return new StepStats(
                position,
                step,
                output,
                kernels,
                counts.images,
                new TreeMap<>(counts.failures),
                nanos,
                counts.bytesIn,
                counts.bytesOut,
                counts.pixelsIn,
                counts.pixelsOut,
                StepStats.encode(times));
    }

    /** As {@code decode}, or {@code max.max_pool2d} for a step of an output. */
    public String name() {
        return output == null ? step : output + "." + step;
    }

    /** How many images failed here so far. */
    public long failures() {
        long sum = 0;
        for (long count : all.failures.values()) {
            sum += count;
        }
        return sum;
    }

    public long totalNanos() {
        return totalNanos;
    }

    public long bytesIn() {
        return all.bytesIn;
    }

    String step() {
        return step;
    }

    String output() {
        return output;
    }

    private void time(long elapsedNanos) {
        totalNanos += elapsedNanos;
        latency.recordValue(Math.max(0, elapsedNanos));
        slowest.step(this, elapsedNanos);
    }
}
