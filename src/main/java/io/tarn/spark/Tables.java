package io.tarn.spark;

import io.tarn.measure.Column;
import io.tarn.pipeline.Failure;
import io.tarn.plan.Plan;
import io.tarn.spark.source.SourceColumn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Opens Parquet files for the tables of a run. */
final class Tables {
    /** Small enough that a reader with a small heap holds a row group of large tensors. */
    private static final long ROW_GROUP_BYTES = 32L << 20;

    static final List<Column<Failure>> ERROR_COLUMNS = List.of(
            Column.text("id", "the image", Failure::id),
            Column.text(
                    "output",
                    "the output that failed, or null where the image failed before the outputs",
                    Failure::output),
            Column.text("step", "the step that failed", Failure::step),
            Column.text("error", "a short class, such as `truncated`", Failure::error),
            Column.text("message", "what is wrong, for people", Failure::message),
            Column.whole("encoded_bytes", "the size of the file or item", Failure::encodedBytes));

    private static final String LENGTH_OF_UPLOAD = "header.x-hadoop-s3a-magic-data-length";

    private Tables() {}

    /** The bytes of a file that was written and waits for its commit. */
    static long length(Path file, Configuration conf) throws IOException {
        FileSystem fs = file.getFileSystem(conf);
        long length = fs.getFileStatus(file).getLen();
        // S3's magic committer leaves an empty file in the place of an upload that waits for its commit.
        return length > 0
                ? length
                : Long.parseLong(new String(fs.getXAttr(file, LENGTH_OF_UPLOAD), StandardCharsets.UTF_8));
    }

    static PooledFile data(Plan plan, List<SourceColumn> columns, Path file, Configuration conf) throws IOException {
        boolean folders = plan.output().partitionBy() != null;
        return new PooledFile(plan, columns, file, conf, folders ? ROW_GROUP_BYTES / 4 : ROW_GROUP_BYTES);
    }

    static CompressionCodecName codec(Plan.Output output) {
        return switch (output.codec()) {
            case ZSTD -> CompressionCodecName.ZSTD;
            case SNAPPY -> CompressionCodecName.SNAPPY;
            case NONE -> CompressionCodecName.UNCOMPRESSED;
        };
    }

    /** The end of the names of such files. */
    static String suffix(Plan.Output output) {
        return codec(output).getExtension() + ".parquet";
    }

    static <R> ParquetWriter<R> columns(List<Column<R>> columns, Path file, Configuration conf) throws IOException {
        return new Builder<>(file, conf, new ColumnsWriteSupport<>(columns)).build();
    }

    private static final class Builder<R> extends ParquetWriter.Builder<R, Builder<R>> {
        private final WriteSupport<R> support;

        Builder(Path file, Configuration conf, WriteSupport<R> support) throws IOException {
            super(LocalFile.of(file, conf));
            this.support = support;
            withConf(conf);
            withCompressionCodec(CompressionCodecName.ZSTD);
            withRowGroupSize(ROW_GROUP_BYTES / 4); // of small rows
            withWriteMode(ParquetFileWriter.Mode.OVERWRITE);
        }

        @Override
        protected Builder<R> self() {
            return this;
        }

        @Override
        protected WriteSupport<R> getWriteSupport(Configuration conf) {
            return support;
        }
    }
}
