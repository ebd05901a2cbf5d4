package io.tarn.spark;

import io.tarn.measure.TaskRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;

/**
 * The rows of {@code stats/tasks} while a run lasts, which has too many for the driver's memory if it is long: a file where
 * Spark keeps its own, until the output gets them in one piece.
 */
final class TaskRowsFile implements AutoCloseable {
    private final SparkConf spark;
    private final Configuration conf;
    private Path file;
    private ParquetWriter<TaskRow> writer;
    private boolean whole;

    TaskRowsFile(SparkConf spark, Configuration conf) {
        this.spark = spark;
        this.conf = conf;
    }

    /** Adds rows; those of stages that end after {@link #writeTo} are among its last. */
    void add(List<TaskRow> rows) throws IOException {
        if (whole) {
            return;
        }
        if (writer == null) {
            file = Files.createTempFile(Path.of(Utils.getLocalDir(spark)), "tasks-", ".parquet");
            writer = Tables.columns(TaskRow.COLUMNS, new org.apache.hadoop.fs.Path(file.toUri()), conf);
        }
        for (TaskRow row : rows) {
            writer.write(row);
        }
    }

    /** Ends with these rows, unless it was ended before, and copies the table to an output. */
    void writeTo(OutputFolder folder, List<TaskRow> last) throws IOException {
        if (!whole) {
            add(last);
            writer.close();
            whole = true;
        }
        folder.write(OutputFolder.TASKS + RunTables.FILE, out -> Files.copy(file, out));
    }

    @Override
    public void close() throws IOException {
        if (writer == null) {
            return;
        }
        try {
            if (!whole) {
                writer.close();
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
