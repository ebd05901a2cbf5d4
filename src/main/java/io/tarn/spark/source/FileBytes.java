package io.tarn.spark.source;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Reads whole files into one buffer, which grows to the largest. */
final class FileBytes {
    /** The most bytes that a file may have. */
    static final long MOST = Integer.MAX_VALUE - 16;

    /** The JVM reads a local file by way of memory as large as what it is asked for, new each time: a small piece stays in the cache. */
    private static final int PIECE = 1 << 16;

    private final Configuration conf;
    private byte[] buffer = new byte[1 << 18];
    private URI root;
    private FileSystem fs;

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
        try (InputStream in = open(path)) {
            int count;
            while ((count = in.read(buffer, length, Math.min(PIECE, buffer.length - length))) >= 0) {
                length += count;
                if (length == buffer.length) {
                    buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8, length * 2L));
                }
            }
        }
        return length;
    }

    /** Local files without Hadoop's stream, whose statistics cost as much as reading a photograph. */
    private InputStream open(Path path) throws IOException {
        FileSystem at = fileSystem(path);
        if (at.getClass() == RawLocalFileSystem.class) {
            try {
                return new FileInputStream(((RawLocalFileSystem) at).pathToFile(path));
            } catch (FileNotFoundException told) {
                return at.open(path); // which tells it in its own words
            }
        }
        return at.open(path);
    }

    /** Looking for a path's file system takes longer than opening a file. */
    private FileSystem fileSystem(Path path) throws IOException {
        URI uri = path.toUri();
        if (fs == null
                || !Objects.equals(uri.getScheme(), root.getScheme())
                || !Objects.equals(uri.getAuthority(), root.getAuthority())) {
            fs = Paths.fileSystem(path, conf);
            root = uri;
        }
        return fs;
    }
}
