package io.tarn.measure;

import java.io.Serializable;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A row of {@code stats/slowest}: one of the images that took longest, failed ones included. */
public final class SlowImage implements Serializable {
    private static final long serialVersionUID = 1;

    /** How many a run keeps. */
    static final int KEPT = 20;

    public static final List<Column<SlowImage>> COLUMNS = List.of(
            Column.text("id", "the image", SlowImage::id),
            Column.whole("total_nanos", "its time in all steps from reading to encoding", SlowImage::totalNanos),
            Column.text("step", "the step that took longest", SlowImage::step),
            Column.text("output", "the output that step belongs to, or null", SlowImage::output),
            Column.whole("step_nanos", "the time in that step", SlowImage::stepNanos),
            Column.whole("encoded_bytes", "the size of the file or item", SlowImage::encodedBytes),
            Column.whole("pixels", "height × width once opened; 0 where it could not be", SlowImage::pixels));

    private final String id;
    private final long totalNanos;
    private final String step;
    private final String output;
    private final long stepNanos;
    private final long encodedBytes;
    private final long pixels;

    public SlowImage(
            String id, long totalNanos, String step, String output, long stepNanos, long encodedBytes, long pixels) {
        this.id = id;
        this.totalNanos = totalNanos;
        this.step = step;
        this.output = output;
        this.stepNanos = stepNanos;
        this.encodedBytes = encodedBytes;
        this.pixels = pixels;
    }

    /** The row that a table stored. */
    public static SlowImage of(Map<String, Object> cells) {
        return new SlowImage(
                (String) cells.get("id"),
                (Long) cells.get("total_nanos"),
                (String) cells.get("step"),
                (String) cells.get("output"),
                (Long) cells.get("step_nanos"),
                (Long) cells.get("encoded_bytes"),
                (Long) cells.get("pixels"));
    }

    /** The slowest of these, slowest first; given the slowest of each task, the slowest of the run. */
    public static List<SlowImage> slowest(Collection<SlowImage> images) {
        return images.stream()
                .sorted(Comparator.comparingLong(SlowImage::totalNanos)
                        .reversed()
                        .thenComparing(SlowImage::id))
                .limit(KEPT)
                .toList();
    }

    public String id() {
        return id;
    }

    public long totalNanos() {
        return totalNanos;
    }

    /** The step that took longest. */
    public String step() {
        return step;
    }

    /** The output that the step belongs to, or null for a shared one. */
    public String output() {
        return output;
    }

    public long stepNanos() {
        return stepNanos;
    }

    public long encodedBytes() {
        return encodedBytes;
    }

    /** Height times width once opened; 0 where it could not be. */
    public long pixels() {
        return pixels;
    }
}
