package io.tarn.spark;

import io.tarn.spark.source.Paths;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A local file to write Parquet to, in large pieces and without what Hadoop does for one: a checksum file beside it, for
 * which it writes 4 kB at a time, and a process that sets each one's permissions.
 */
final class LocalFile implements OutputFile {
    private final RawLocalFileSystem fs;
    private final Path path;

    private LocalFile(RawLocalFileSystem fs, Path path) {
        this.fs = fs;
        this.path = path;
    }

    /** The file at that path, a local one or another. */
    static OutputFile of(Path path, Configuration conf) throws IOException {
        FileSystem fs = Paths.fileSystem(path, conf);
        return fs.getClass() == RawLocalFileSystem.class
                ? new LocalFile((RawLocalFileSystem) fs, path)
                : HadoopOutputFile.fromPath(path, conf);
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
        return create(false);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
        return create(true);
    }

    private PositionOutputStream create(boolean overwrite) throws IOException {
        fs.create(path, overwrite).close(); // with its folder, and errors in Hadoop's words
        return new LocalStream(fs.pathToFile(path).toPath());
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    @Override
    public String getPath() {
        return path.toString();
    }
}
