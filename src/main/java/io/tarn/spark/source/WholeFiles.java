package io.tarn.spark.source;

import io.tarn.pipeline.EncodedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;

/** Reads files of one item each. */
final class WholeFiles {
    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 200;

    private final FileBytes bytes;
    private final long maxBytes;

    /**
     * @param maxBytes files of more bytes are refused unread
     */
    WholeFiles(Configuration conf, long maxBytes) {
        this.bytes = new FileBytes(conf);
        this.maxBytes = Math.min(maxBytes, FileBytes.MOST);
    }

    /**
     * The file at that place of a group.
     *
     * @param columns what its image brings along
     */
    Item read(FileGroup group, int i, Map<String, Object> columns) {
        String id = group.id(i);
        if (group.length(i) > maxBytes) {
            return Item.failed(
                    id,
                    "too_large",
                    group.length(i) + " bytes are more than the " + maxBytes + " allowed",
                    group.length(i));
        }
        try {
            int length = bytes(group, i);
            return Item.of(new EncodedImage(id, bytes.buffer(), length, columns), length);
        } catch (FileNotFoundException missing) {
            return Item.failed(id, "missing", String.valueOf(missing.getMessage()), group.length(i));
        } catch (IOException unreadable) {
            return Item.failed(id, "unreadable", String.valueOf(unreadable.getMessage()), group.length(i));
        }
    }

    /** A storage that fails once may do better a moment later. */
    private int bytes(FileGroup group, int i) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return bytes.read(group.path(i), group.length(i));
            } catch (FileNotFoundException | AccessControlException lasting) {
                throw lasting;
            } catch (IOException passing) {
                if (attempt == TRIES) {
                    throw passing;
                }
                SteadyFile.pause(attempt * PAUSE_MILLIS, passing);
            }
        }
    }
}
