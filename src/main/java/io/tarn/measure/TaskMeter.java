package io.tarn.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Measures one task: its steps, and which of its images took longest. Used by one thread. */
public final class TaskMeter {
    private final List<StepMeter> steps = new ArrayList<>();
    private final SlowestImages slowest = new SlowestImages();

    /**
     * The meter of a step, to be asked for once.
     *
     * @param position where the step stands in the plan, for ordering rows
     * @param output the output it belongs to, or null for a step that all outputs share
     */
    public StepMeter step(int position, String step, String output) {
        StepMeter meter = new StepMeter(position, step, output, slowest);
        steps.add(meter);
        return meter;
    }

    /** Says that what the steps recorded since the last time was this image. */
    public void imageDone(String id, long encodedBytes) {
        slowest.imageDone(id, encodedBytes);
        steps.forEach(StepMeter::imageDone);
    }

    /** The same of an image that failed as a whole. */
    public void imageFailed(String id, long encodedBytes) {
        slowest.imageDone(id, encodedBytes);
        steps.forEach(StepMeter::imageFailed);
    }

    /** The meters of all steps. */
    public List<StepMeter> meters() {
        return List.copyOf(steps);
    }

    /** What the steps did so far. */
    public List<StepStats> steps() {
        return steps.stream().map(StepMeter::stats).toList();
    }

    /** What of {@link #steps} the images that failed as a whole count for; their times are left out. */
    public List<StepStats> failedSteps() {
        return steps.stream()
                .map(StepMeter::failedStats)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The slowest images so far. */
    public List<SlowImage> slowest() {
        return slowest.images();
    }
}
