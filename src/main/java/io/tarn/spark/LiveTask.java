package io.tarn.spark;

import io.tarn.measure.StepMeter;
import io.tarn.measure.TaskMeter;
import java.util.List;

/** Adds what a task's meters measured to the live counts, now and then: between those times it allocates nothing. */
final class LiveTask {
    private static final long EVERY_NANOS = 500_000_000;

    private final StepMeter read;
    private final StepMeter encode;
    private final List<StepMeter> steps;
    private final long[] toldNanos;
    private long images;
    private long toldFailures;
    private long toldReadBytes;
    private long toldPooledBytes;
    private long lastNanos = System.nanoTime();

    LiveTask(TaskMeter meter, StepMeter read, StepMeter encode) {
        this.read = read;
        this.encode = encode;
        this.steps = meter.meters();
        this.toldNanos = new long[steps.size()];
    }

    void imageDone() {
        images++;
        if (System.nanoTime() - lastNanos > EVERY_NANOS) {
            tell();
        }
    }

    /** Adds what came since the last time. */
    void tell() {
        lastNanos = System.nanoTime();
        long failures = 0;
        for (int i = 0; i < toldNanos.length; i++) {
            StepMeter step = steps.get(i);
            failures += step.failures();
            LiveCounts.HERE.add(LiveCounts.STEP_NANOS + step.name(), step.totalNanos() - toldNanos[i]);
            toldNanos[i] = step.totalNanos();
        }
        LiveCounts.HERE.add(LiveCounts.IMAGES, images);
        LiveCounts.HERE.add(LiveCounts.FAILURES, failures - toldFailures);
        LiveCounts.HERE.add(LiveCounts.READ_BYTES, read.bytesIn() - toldReadBytes);
        LiveCounts.HERE.add(LiveCounts.POOLED_BYTES, encode.bytesIn() - toldPooledBytes);
        images = 0;
        toldFailures = failures;
        toldReadBytes = read.bytesIn();
        toldPooledBytes = encode.bytesIn();
    }
}
