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
    private final Map<String, Long> failures = new TreeMap<>();
    private String kernel = "";
    private long images;
    private long totalNanos;
    private long bytesIn;
    private long bytesOut;
    private long pixelsIn;
    private long pixelsOut;

    StepMeter(int position, String step, String output, SlowestImages slowest) {
        this.position = position;
        this.step = step;
        this.output = output;
        this.slowest = slowest;
    }

    /** An image that passed, of which a step that deals with bytes knows no pixels. */
    public void ok(long elapsedNanos, long inBytes, long outBytes) {
        images++;
        time(elapsedNanos);
        bytesIn += inBytes;
        bytesOut += outBytes;
    }

    /** Beside {@link #ok}: how many pixels the image had, before and after. */
    public void pixels(long in, long out) {
        pixelsIn += in;
        pixelsOut += out;
        slowest.pixels(out);
    }

    /** An image that failed in this step; its time counts, its bytes do not. */
    public void failed(long elapsedNanos, String error) {
        time(elapsedNanos);
        failures.merge(error, 1L, Long::sum);
    }

    /** The implementation that ran; several are joined by {@code +}. */
    public void kernel(String name) {
        kernel = StepStats.join(kernel, name);
    }

    public StepStats stats() {
        return new StepStats(
                position,
                step,
                output,
                kernel,
                images,
                new TreeMap<>(failures),
                totalNanos,
                bytesIn,
                bytesOut,
                pixelsIn,
                pixelsOut,
                StepStats.encode(latency));
    }

    /** As {@code decode}, or {@code max.max_pool2d} for a step of an output. */
    public String name() {
        return output == null ? step : output + "." + step;
    }

    /** How many images failed here so far. */
    public long failures() {
        long sum = 0;
        for (long count : failures.values()) {
            sum += count;
        }
        return sum;
    }

    public long totalNanos() {
        return totalNanos;
    }

    public long bytesIn() {
        return bytesIn;
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
