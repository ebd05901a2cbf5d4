package io.tarn.app;

import io.tarn.measure.Legible;
import io.tarn.spark.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress on standard error: a bar on a terminal, otherwise a line now and then. */
final class ConsoleProgress implements Progress, AutoCloseable {
    private static final long LINE_EVERY_NANOS = 10_000_000_000L;

    private final String task;
    private final boolean terminal;
    private final PrintStream lines;
    private final LongSupplier nanoTime;
    private ProgressBar bar;
    private long before;
    private long images;
    private long startNanos;
    private long lastLineNanos;

    private ConsoleProgress(String task, boolean terminal, PrintStream lines, LongSupplier nanoTime) {
        this.task = task;
        this.terminal = terminal;
        this.lines = lines;
        this.nanoTime = nanoTime;
    }

    /** For a terminal, which the launcher tells of, or for a file or pipe. */
    static ConsoleProgress of(String task) {
        return new ConsoleProgress(task, System.getenv("TARN_TERMINAL") != null, System.err, System::nanoTime);
    }

    /** Plain lines. */
    static ConsoleProgress lines(String task, PrintStream to, LongSupplier nanoTime) {
        return new ConsoleProgress(task, false, to, nanoTime);
    }

    @Override
    public synchronized void start(long done, long total) {
        before = done;
        images = total;
        startNanos = nanoTime.getAsLong();
        lastLineNanos = startNanos;
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(Math.max(total, -1))
                    .startsFrom(done, Duration.ZERO)
                    .setUnit(" images", 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(250)
                    .showSpeed()
                    .clearDisplayOnFinish()
                    .build();
        }
    }

    @Override
    public synchronized void done(long count) {
        if (bar != null) {
            bar.stepTo(count);
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - lastLineNanos >= LINE_EVERY_NANOS) {
            lastLineNanos = now;
            lines.println(line(count, (now - startNanos) / 1e9));
        }
    }

    private String line(long count, double seconds) {
        double rate = (count - before) / seconds;
        if (images < 0) {
            return String.format(
                    Locale.ROOT, "%s: %s, %s images/s", task, Legible.counted(count, "image"), Account.rate(rate));
        }
        return String.format(
                Locale.ROOT,
                "%s: %,d of %s, %s images/s, %s left",
                task,
                count,
                Legible.counted(images, "image"),
                Account.rate(rate),
                Account.duration((long) ((images - count) / Math.max(rate, 1e-9) * 1000)));
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
