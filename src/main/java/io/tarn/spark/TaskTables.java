package io.tarn.spark;

import io.tarn.pipeline.Failure;
import io.tarn.pipeline.PooledRow;
import io.tarn.plan.Plan;
import io.tarn.spark.source.SourceColumn;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;

/** The files that one attempt of a task writes, opened when the first row comes. */
final class TaskTables implements Closeable {
    private static final String SUFFIX = ".zstd.parquet";

    private final Plan plan;
    private final Commit.Attempt attempt;
    private final DataFiles data;
    private Path errorsFile;
    private ParquetWriter<Failure> errors;
    private boolean closed;
    private long writtenBytes;

    TaskTables(Plan plan, List<SourceColumn> columns, Commit.Attempt attempt) {
        this.plan = plan;
        this.attempt = attempt;
        this.data = new DataFiles(plan, columns, attempt);
    }

    void openBoth() throws IOException {
        data.openOne();
        openErrors();
    }

    /** Writes a row and returns the bytes of its tensors. */
    long write(PooledRow row) throws IOException {
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
        try (DataFiles closingData = data;
                ParquetWriter<Failure> closingErrors = errors) {
            // closes both, whichever fails
        }
        writtenBytes = data.writtenBytes() + (errorsFile == null ? 0 : Tables.length(errorsFile, attempt.conf()));
    }

    /** Bytes of the finished files. */
    long writtenBytes() {
        return writtenBytes;
    }

    void openErrors() throws IOException {
        if (errors == null) {
            errorsFile = attempt.file(OutputFolder.ERRORS, SUFFIX);
            errors = Tables.columns(Tables.ERROR_COLUMNS, errorsFile, attempt.conf());
        }
    }
}
