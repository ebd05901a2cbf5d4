package io.tarn.spark.source;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Opens files to read them whole. For several threads. */
final class Storage {
    private final Configuration conf;
    private URI root;
    private FileSystem fs;

    Storage(Configuration conf) {
        this.conf = conf;
    }

    /** Local files without Hadoop's stream, whose statistics cost as much as reading a photograph. */
    InputStream open(Path path) throws IOException {
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

    /** Told from the path alone: a file system that cannot be had is for {@link #open} to tell, file by file. */
    static boolean isLocal(Path path) {
        return "file".equals(path.toUri().getScheme());
    }

    /** Looking for a path's file system takes longer than opening a file. */
    private synchronized FileSystem fileSystem(Path path) throws IOException {
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
