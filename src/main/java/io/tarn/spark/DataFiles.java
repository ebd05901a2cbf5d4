package io.tarn.spark;

import io.tarn.pipeline.Failure;
import io.tarn.pipeline.PooledRow;
import io.tarn.plan.Plan;
import io.tarn.spark.source.SourceColumn;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/**
 * The files of {@code data/} that one attempt of a task writes: one, or several of about the size that the job asks for,
 * in a folder for each value of a column where it asks for that.
 */
final class DataFiles implements Closeable {
    private static final int MOST_OPEN = 8;

    /** What local file systems and HDFS allow. */
    private static final int MOST_NAME_BYTES = 255;

    private static final int SHOWN_CHARACTERS = 60;

    private final Plan plan;
    private final List<SourceColumn> columns;
    private final Commit.Attempt attempt;
    private final LinkedHashMap<String, PooledFile> open = new LinkedHashMap<>(16, 0.75f, true);
    private final List<Path> files = new ArrayList<>();

    /**
     * @param columns what images bring along from their source
     */
    DataFiles(Plan plan, List<SourceColumn> columns, Commit.Attempt attempt) {
        this.plan = plan;
        this.attempt = attempt;
        this.columns = columns.stream()
                .filter(column -> !column.name().equals(plan.output().partitionBy()))
                .toList();
    }

    /** Makes a file without rows, unless folders are to be made for rows. */
    void openOne() throws IOException {
        if (plan.output().partitionBy() == null) {
            writer(OutputFolder.DATA);
        }
    }

    void write(PooledRow row) throws IOException {
        String folder = folder(row);
        PooledFile writer = writer(folder);
        writer.write(row);
        if (writer.size() >= plan.output().fileBytes()) {
            open.remove(folder).close();
        }
    }

    private String folder(PooledRow row) {
        return plan.output().partitionBy() == null ? OutputFolder.DATA : OutputFolder.DATA + "/" + partition(plan, row);
    }

    /** As {@code label=cat}, escaped. */
    private static String partition(Plan plan, PooledRow row) {
        String column = plan.output().partitionBy();
        Object value = row.columns().get(column);
        return ExternalCatalogUtils.getPartitionPathString(column, value == null ? null : String.valueOf(value));
    }

    /** Why no folder can be made for a row, or null where it can. */
    static Failure longName(Plan plan, PooledRow row, long encodedBytes) {
        if (plan.output().partitionBy() == null) {
            return null;
        }
        String name = partition(plan, row);
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes <= MOST_NAME_BYTES) {
            return null;
        }
        String message = "the folder for its output.partition_by would have a name of " + bytes + " bytes, and "
                + MOST_NAME_BYTES + " are the most: " + name.substring(0, SHOWN_CHARACTERS) + "...";
        return new Failure(row.id(), null, "encode", "long_name", message, encodedBytes);
    }

    private PooledFile writer(String folder) throws IOException {
        PooledFile writer = open.get(folder);
        if (writer == null) {
            if (open.size() == MOST_OPEN) {
                open.remove(open.keySet().iterator().next()).close();
            }
            String number = files.isEmpty() ? "" : "-" + files.size();
            Path file = attempt.file(folder, number + Tables.suffix(plan.output()));
            files.add(file);
            writer = Tables.data(plan, columns, file, attempt.conf());
            open.put(folder, writer);
        }
        return writer;
    }

    /** Finishes the files. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Map.Entry<String, PooledFile> each : open.entrySet()) {
            try {
                each.getValue().close();
            } catch (IOException failed) {
                failure = failed;
            }
        }
        open.clear();
        if (failure != null) {
            throw failure;
        }
    }

    /** Bytes of the finished files. */
    long writtenBytes() throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Tables.length(file, attempt.conf());
        }
        return bytes;
    }
}
