package io.tarn.spark.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.security.AccessControlException;

/** Reads again what a storage failed to give, for it may do better a moment later. */
public final class Tries {
    static final int MOST = 3;
    private static final long PAUSE_MILLIS = 200;

    private Tries() {}

    /** Something read from a storage. */
    public interface Reading<T> {
        T read() throws IOException;
    }

    /** What is read, at the third try the latest; what is not there or forbidden is not tried again. */
    public static <T> T of(Reading<T> reading) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return reading.read();
            } catch (IOException failed) {
                pauseOrGiveUp(attempt, failed);
            }
        }
    }

    /** Waits a moment; throws what failed where trying again would not help. */
    static void pauseOrGiveUp(int attempt, IOException failed) throws IOException {
        if (failed instanceof FileNotFoundException || failed instanceof AccessControlException || attempt == MOST) {
            throw failed;
        }
        try {
            Thread.sleep(attempt * PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed;
        }
    }
}
