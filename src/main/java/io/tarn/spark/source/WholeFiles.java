package io.tarn.spark.source;

import io.tarn.pipeline.EncodedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Files of one item each. */
final class WholeFiles implements ItemReader {
    private final FileGroup group;
    private final FileBytes bytes;
    private int next;

    WholeFiles(FileGroup group, Configuration conf) {
        this.group = group;
        this.bytes = new FileBytes(conf);
    }

    @Override
    public Item next() throws IOException {
        if (next == group.size()) {
            return null;
        }
        int i = next++;
        String id = group.id(i);
        if (group.length(i) > FileBytes.MOST) {
            return Item.failed(
                    id,
                    "too_large",
                    "files over 2 GiB cannot be read whole; this one has " + group.length(i) + " bytes",
                    group.length(i));
        }
        try {
            int length = Tries.of(() -> bytes.read(group.path(i), group.length(i)));
            return Item.of(new EncodedImage(id, bytes.buffer(), length, Map.of()), length);
        } catch (FileNotFoundException missing) {
            return Item.failed(id, "missing", String.valueOf(missing.getMessage()), group.length(i));
        } catch (IOException unreadable) {
            return Item.failed(id, "unreadable", String.valueOf(unreadable.getMessage()), group.length(i));
        }
    }

    @Override
    public void close() {
        // nothing is open between two items
    }
}
