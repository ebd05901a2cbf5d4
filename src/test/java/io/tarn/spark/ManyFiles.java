package io.tarn.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** A file system {@code many:} whose folder {@code /photos} has 1,000 folders of 1,000 files each; it lists only. */
public final class ManyFiles extends FileSystem {
    static final int FOLDERS = 1000;
    static final int FILES = 1000;
    static final long FILE_BYTES = 60_000;

    /** The settings that make it known. */
    static Configuration configuration() {
        Configuration conf = new Configuration(false);
        conf.set("fs.many.impl", ManyFiles.class.getName());
        return conf;
    }

    @Override
    public URI getUri() {
        return URI.create("many:///");
    }

    @Override
    public FileStatus[] listStatus(Path folder) throws IOException {
        boolean root = folder.getName().equals("photos");
        FileStatus[] children = new FileStatus[root ? FOLDERS : FILES];
        for (int i = 0; i < children.length; i++) {
            String name = root ? String.format("%04d", i) : String.format("photo-%04d.jpg", i);
            children[i] = status(new Path(folder, name), root);
        }
        return children;
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        if (!path.getName().equals("photos")) {
            throw new FileNotFoundException(path.toString());
        }
        return status(makeQualified(path), true);
    }

    private static FileStatus status(Path path, boolean folder) {
        return new FileStatus(folder ? 0 : FILE_BYTES, folder, 1, 1 << 20, 0, path);
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean rename(Path from, Path to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(Path path, boolean recursive) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setWorkingDirectory(Path path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path("many:///");
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) {
        throw new UnsupportedOperationException();
    }
}
