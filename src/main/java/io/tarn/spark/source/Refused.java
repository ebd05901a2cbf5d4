package io.tarn.spark.source;

import io.tarn.measure.Legible;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.net.ConnectTimeoutException;
import org.apache.hadoop.security.AccessControlException;

/** Tells a path that its storage refuses, which the user can mend, from a storage that fails. */
public final class Refused {
    /** Hadoop's words. */
    private static final Pattern CONNECTING_TO = Pattern.compile(" to (\\S+) failed");

    private Refused() {}

    /**
     * What to tell of a path that could not be looked at.
     *
     * @throws IOException what failed, where it was not refused
     */
    public static InputException of(String key, String written, IOException failed) throws IOException {
        if (failed instanceof AccessDeniedException || failed instanceof AccessControlException) {
            return new InputException(
                    key, written + " is forbidden; check rights and credentials (" + reason(failed) + ")");
        }
        if (failed instanceof ConnectException || failed instanceof ConnectTimeoutException) {
            Matcher to = CONNECTING_TO.matcher(reason(failed));
            return new InputException(
                    key,
                    written + " cannot be reached: " + (to.find() ? to.group(1) : "its server")
                            + " takes no connection; check that it runs, and its name and port");
        }
        if (failed.getClass().getSimpleName().equals("UnknownStoreException")) { // hadoop-aws may not be there
            return new InputException(key, written + " is in a bucket that does not exist; give one that does");
        }
        throw failed;
    }

    /** What a storage says of a failure, without the stack trace that HDFS puts behind it. */
    public static String reason(Exception failed) {
        return Legible.firstLine(String.valueOf(failed.getMessage()));
    }
}
