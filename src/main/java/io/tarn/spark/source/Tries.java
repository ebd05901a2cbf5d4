package io.tarn.spark.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.security.AccessControlException;

/** Tries again what a storage failed to do: it may do better a moment later. */
public final class Tries {
    private static final int MOST = 3;
    private static final long PAUSE_MILLIS = 200;

    /** What may be done again from its beginning. */
    public interface Work<R> {
        R run() throws IOException;
    }

    private Tries() {}

    /** What the work gives, at the third try the latest; what is not there or forbidden is not tried again. */
    public static <R> R of(Work<R> work) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.run();
            } catch (FileNotFoundException | AccessControlException lasting) {
                throw lasting;
            } catch (IOException passing) {
                if (attempt == MOST) {
                    throw passing;
                }
                pause(attempt * PAUSE_MILLIS, passing);
            }
        }
    }

    private static void pause(long millis, IOException why) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw why;
        }
    }
}
