package io.tarn.spark;

import io.tarn.pipeline.Failure;
import io.tarn.pipeline.PooledRow;
import io.tarn.plan.Plan;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;

/** The files that one attempt of a task writes, opened when the first row comes. */
final class TaskTables implements Closeable {
    private static final String SUFFIX = ".zstd.parquet";

    private static final String LENGTH_OF_UPLOAD = "header.x-hadoop-s3a-magic-data-length";

    private final Plan plan;
    private final Commit.Attempt attempt;
    private Path dataFile;
    private Path errorsFile;
    private ParquetWriter<PooledRow> data;
    private ParquetWriter<Failure> errors;
    private boolean closed;
    private long writtenBytes;

    TaskTables(Plan plan, Commit.Attempt attempt) {
        this.plan = plan;
        this.attempt = attempt;
    }

    void openBoth() throws IOException {
        openData();
        openErrors();
    }

    /** Writes a row and returns the bytes of its tensors. */
    long write(PooledRow row) throws IOException {
        openData();
        data.write(row);
        long bytes = 0;
        for (int i = 0; i < plan.outputs().size(); i++) {
            bytes += row.output(i) == null ? 0 : row.output(i).byteLength();
            bytes += row.indices(i) == null ? 0 : row.indices(i).byteLength();
        }
        return bytes;
    }

    void write(Failure failure) throws IOException {
        openErrors();
        errors.write(failure);
    }

    /** Finishes the files. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (ParquetWriter<PooledRow> closingData = data;
                ParquetWriter<Failure> closingErrors = errors) {
            // closes both, whichever fails
        }
        writtenBytes = length(dataFile) + length(errorsFile);
    }

    /** Bytes of the finished files. */
    long writtenBytes() {
        return writtenBytes;
    }

    private void openData() throws IOException {
        if (data == null) {
            dataFile = attempt.file(OutputFolder.DATA, SUFFIX);
            data = Tables.data(plan, dataFile, attempt.conf());
        }
    }

    private void openErrors() throws IOException {
        if (errors == null) {
            errorsFile = attempt.file(OutputFolder.ERRORS, SUFFIX);
            errors = Tables.columns(Tables.ERROR_COLUMNS, errorsFile, attempt.conf());
        }
    }

    private long length(Path file) throws IOException {
        if (file == null) {
            return 0;
        }
        FileSystem fs = file.getFileSystem(attempt.conf());
        long length = fs.getFileStatus(file).getLen();
        // S3's magic committer leaves an empty file in the place of an upload that waits for its commit.
        return length > 0
                ? length
                : Long.parseLong(new String(fs.getXAttr(file, LENGTH_OF_UPLOAD), StandardCharsets.UTF_8));
    }
}
