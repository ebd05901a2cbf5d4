package io.tarn.spark;

import io.tarn.spark.source.LocalFiles;
import io.tarn.spark.source.Paths;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A local file to write Parquet to, in large pieces and without the checksum file that Hadoop puts beside each, for which it
 * writes 4 kB at a time.
 */
final class LocalFile implements OutputFile {
    private final LocalFiles fs;
    private final Path path;

    private LocalFile(LocalFiles fs, Path path) {
        this.fs = fs;
        this.path = path;
    }

    /** The file at that path, a local one or another. */
    static OutputFile of(Path path, Configuration conf) throws IOException {
        FileSystem fs = Paths.fileSystem(path, conf);
        return fs instanceof LocalFiles local ? new LocalFile(local, path) : HadoopOutputFile.fromPath(path, conf);
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
