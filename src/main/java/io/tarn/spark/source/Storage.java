package io.tarn.spark.source;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;

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
        if (at instanceof LocalFiles local) {
            try {
                return new FileInputStream(local.pathToFile(path));
            } catch (FileNotFoundException told) {
                return open(at, path); // which tells it in Hadoop's words
            }
        }
        return at.open(path);
    }

    static FSDataInputStream open(FileSystem fs, Path path) throws IOException {
        try {
            return fs.open(path);
        } catch (FileNotFoundException told) {
            requireAllowed(fs, path);
            throw told;
        }
    }

    /**
     * Of a local file that was not found: Java's streams say the same of one that may not be read.
     *
     * @throws AccessControlException if it is such a one
     */
    static void requireAllowed(FileSystem fs, Path path) throws IOException {
        if (fs instanceof RawLocalFileSystem local) {
            try {
                Files.newByteChannel(local.pathToFile(path).toPath()).close();
            } catch (AccessDeniedException denied) {
                throw new AccessControlException(denied.getFile() + " may not be read");
            } catch (IOException | InvalidPathException notFound) { // or not to be named in the JVM's encoding
                return;
            }
        }
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
