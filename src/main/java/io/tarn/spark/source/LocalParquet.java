package io.tarn.spark.source;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A local Parquet file without Hadoop's stream. Parquet would have that one read a row group by other threads into memory
 * outside the heap as large as it, copy it from there, and keep no part of either for the next.
 */
record LocalParquet(File file) implements InputFile {
    /** That file, on whatever storage it is. */
    static InputFile of(Path path, Configuration conf) throws IOException {
        FileSystem fs = Paths.fileSystem(path, conf);
        if (!(fs instanceof LocalFiles local)) {
            return HadoopInputFile.fromPath(path, conf);
        }
        fs.getFileStatus(path); // which tells in Hadoop's words if it is not there
        return new LocalParquet(local.pathToFile(path));
    }

    @Override
    public long getLength() {
        return file.length();
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
        FileInputStream in = new FileInputStream(file) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, FileBytes.PIECE));
            }
        };
        return new DelegatingSeekableInputStream(in) {
            @Override
            public long getPos() throws IOException {
                return in.getChannel().position();
            }

            @Override
            public void seek(long position) throws IOException {
                in.getChannel().position(position);
            }
        };
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
