package io.tarn.app;

import io.tarn.spark.PoolRun;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * What Ctrl-C and SIGTERM do to a run: no further image begins, and the JVM waits until the run has left its folder in
 * order and given back its lock. The status is then the signal's, 130 or 143.
 */
final class Interruption implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    /** Spark's hook, which stops its context, comes 30 before that of the file systems; this one before both. */
    private static final int BEFORE_SPARK = FileSystem.SHUTDOWN_HOOK_PRIORITY + 50;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Runnable hook = this::interrupt;
    private boolean happened;
    private PoolRun run;

    private Interruption() {}

    /** Waits for a signal from here on, until it is closed. */
    static Interruption expect() {
        Interruption interruption = new Interruption();
        ShutdownHookManager.get()
                .addShutdownHook(interruption.hook, BEFORE_SPARK, PATIENCE_SECONDS + 5, TimeUnit.SECONDS);
        return interruption;
    }

    /** What a signal ends, also one that has come already. */
    synchronized void ends(PoolRun begun) {
        run = begun;
        if (happened) {
            run.interrupt();
        }
    }

    synchronized boolean happened() {
        return happened;
    }

    private void interrupt() {
        synchronized (this) {
            happened = true;
            if (run != null) {
                run.interrupt();
            }
        }
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("tarn: interrupted in the middle of something that takes long; --resume goes on");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(hook);
        }
    }
}
