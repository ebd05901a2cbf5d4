package io.tarn.measure;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Measures one step within one task. Recording allocates nothing; used by one thread. */
public final class StepMeter {
    private final int position;
    private final String step;
    private final String output;
    private final Histogram latency = StepStats.emptyHistogram();
    private final Map<String, Long> failures = new TreeMap<>();
    private String kernel = "";
    private long images;
    private long totalNanos;
    private long bytesIn;
    private long bytesOut;

    /**
     * @param position where the step stands in the plan, for ordering rows
     * @param output the output it belongs to, or null for a step that all outputs share
     */
    public StepMeter(int position, String step, String output) {
        this.position = position;
        this.step = step;
        this.output = output;
    }

    public void ok(long elapsedNanos, long inBytes, long outBytes) {
        images++;
        time(elapsedNanos);
        bytesIn += inBytes;
        bytesOut += outBytes;
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
                StepStats.encode(latency));
    }

    private void time(long elapsedNanos) {
        totalNanos += elapsedNanos;
        latency.recordValue(Math.max(0, elapsedNanos));
    }
}
