package io.tarn.pipeline;

import java.util.Locale;
import java.util.function.LongSupplier;

/** How long one image may take. It is looked at between steps: what overran is told when it returns. */
final class Deadline {
    /** The failure of an image that took too long. */
    static final String ERROR = "timeout";

    private final double seconds;
    private final LongSupplier nanoTime;
    private long startNanos;

    Deadline(double seconds, LongSupplier nanoTime) {
        this.seconds = seconds;
        this.nanoTime = nanoTime;
        start();
    }

    /** The next image begins. */
    void start() {
        startNanos = nanoTime.getAsLong();
    }

    boolean isPast() {
        return spentSeconds() > seconds;
    }

    String message() {
        return String.format(
                Locale.ROOT,
                "it had taken %.1f s by then, more than the %s s of errors.max_seconds_per_image",
                spentSeconds(),
                String.valueOf(seconds).replaceFirst("\\.0$", ""));
    }

    private double spentSeconds() {
        return (nanoTime.getAsLong() - startNanos) / 1e9;
    }
}
