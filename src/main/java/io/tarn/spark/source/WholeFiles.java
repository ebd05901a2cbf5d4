package io.tarn.spark.source;

import io.tarn.pipeline.EncodedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Reads files of one item each. */
final class WholeFiles {
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
            int length = Tries.of(() -> bytes.read(group.path(i), group.length(i)));
            return Item.of(new EncodedImage(id, bytes.buffer(), length, columns), length);
        } catch (FileNotFoundException missing) {
            return Item.failed(id, "missing", String.valueOf(missing.getMessage()), group.length(i));
        } catch (IOException unreadable) {
            return Item.failed(id, "unreadable", String.valueOf(unreadable.getMessage()), group.length(i));
        }
    }
}
