package io.tarn.spark.source;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** Reads whole files into one buffer, which grows to the largest. */
final class FileBytes {
    /** The most bytes that a file may have. */
    static final long MOST = Integer.MAX_VALUE - 16;

    private final Configuration conf;
    private byte[] buffer = new byte[1 << 18];

    FileBytes(Configuration conf) {
        this.conf = conf;
    }

    /** The buffer, whose first bytes hold the last file read. */
    byte[] buffer() {
        return buffer;
    }

    /** Reads a file, expected to be that long, and returns its true length. */
    int read(Path path, long expected) throws IOException {
        if (buffer.length <= expected) {
            buffer = new byte[(int) Math.min(Integer.MAX_VALUE - 8, expected + expected / 8 + 1)];
        }
        int length = 0;
        try (FSDataInputStream in = Paths.fileSystem(path, conf).open(path)) {
            int count;
            while ((count = in.read(buffer, length, buffer.length - length)) >= 0) {
                length += count;
                if (length == buffer.length) {
                    buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8, length * 2L));
                }
            }
        }
        return length;
    }
}
