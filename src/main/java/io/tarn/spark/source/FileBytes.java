package io.tarn.spark.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads whole files into one buffer, which grows to the largest. */
final class FileBytes {
    /** The most bytes that a file may have. */
    static final long MOST = Integer.MAX_VALUE - 16;

    /** The JVM reads a local file by way of memory as large as what it is asked for, new each time: a small piece stays in the cache. */
    static final int PIECE = 1 << 16;

    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private final Storage storage;
    private byte[] buffer;

    FileBytes(Configuration conf) {
        this(new Storage(conf));
    }

    FileBytes(Storage storage) {
        this(storage, new byte[PIECE]);
    }

    /**
     * @param buffer to begin with
     */
    FileBytes(Storage storage, byte[] buffer) {
        this.storage = storage;
        this.buffer = buffer;
    }

    /** The buffer, whose first bytes hold the last file read. */
    byte[] buffer() {
        return buffer;
    }

    /** Reads a file, expected to be that long, and returns its true length. */
    int read(Path path, long expected) throws IOException {
        if (buffer.length <= expected) {
            buffer = new byte[(int) Math.min(LONGEST, expected + expected / 8 + 1)];
        }
        int length = 0;
        try (InputStream in = storage.open(path)) {
            int count;
            while ((count = in.read(buffer, length, Math.min(PIECE, buffer.length - length))) >= 0) {
                length += count;
                if (length == LONGEST) {
                    throw new IOException(path + " is longer than " + LONGEST + " bytes, the most that an array holds");
                }
                if (length == buffer.length) {
                    buffer = Arrays.copyOf(buffer, (int) Math.min(LONGEST, length * 2L));
                }
            }
        }
        return length;
    }
}
