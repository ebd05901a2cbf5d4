package io.tarn.spark.source;

import io.tarn.plan.Plan;
import io.tarn.spark.source.Listing.Entry;
import io.tarn.spark.source.Listing.Rows;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** What the footers of Parquet files tell: their columns, and row groups, each an entry of its own. */
final class ParquetFooters {
    private static final int THREADS = 8;
    /** A footer may be large: a megabyte for 2,000 columns. */
    private static final int MOST_AHEAD = 2 * THREADS;

    private final Plan.Input input;
    private final Map<String, SourceColumn> columns = new LinkedHashMap<>();
    private final Map<String, String> firstSeen = new LinkedHashMap<>();
    private final Set<String> leftOut = new LinkedHashSet<>();
    private final List<Entry> entries = new ArrayList<>();
    private boolean anyReadable;
    private IOException unreadable;

    private ParquetFooters(Plan.Input input) {
        this.input = input;
    }

    /**
     * A file whose footer cannot be read is one entry, which becomes a row in {@code errors/}.
     *
     * @throws InputException if a column is missing or of the wrong type, two ids are equal, or there are no rows
     */
    static Contents contents(Plan.Input input, List<Entry> files, List<SourceColumn> folders, Configuration conf)
            throws IOException {
        ParquetFooters footers = new ParquetFooters(input);
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(THREADS, files.size()), task -> {
            Thread thread = new Thread(task, "parquet-footers");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Queue<Future<ParquetMetadata>> ahead = new ArrayDeque<>();
            int next = 0;
            for (Entry file : files) {
                while (ahead.size() < MOST_AHEAD && next < files.size()) {
                    Entry each = files.get(next++);
                    ahead.add(pool.submit(() -> Tries.of(() -> footer(each, conf))));
                }
                footers.add(file, ahead.remove());
            }
            Contents contents = footers.contents(files, folders);
            if (input.idColumn() != null && Listing.images(footers.entries) <= DistinctIds.MOST) {
                DistinctIds.require(input, files, pool, conf);
            }
            return contents;
        } finally {
            pool.shutdownNow();
        }
    }

    private static ParquetMetadata footer(Entry file, Configuration conf) throws IOException {
        try (ParquetFileReader reader = DistinctIds.open(file, conf)) {
            return reader.getFooter();
        }
    }

    private void add(Entry file, Future<ParquetMetadata> reading) throws IOException {
        try {
            add(file, reading.get());
        } catch (ExecutionException broken) { // the reader will say what is wrong with it
            if (broken.getCause() instanceof Error error) { // which is none of the file's
                throw error;
            }
            entries.add(new Entry(file.root(), file.id(), 0, file.length(), 1));
            if (unreadable == null && broken.getCause() instanceof IOException storage) {
                unreadable = storage;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private void add(Entry file, ParquetMetadata footer) {
        anyReadable = true;
        MessageType schema = footer.getFileMetaData().getSchema();
        ParquetColumns found = ParquetColumns.of(file.id(), schema, input);
        for (Type type : found.along()) {
            SourceColumn column = SourceColumn.of(type.asPrimitiveType());
            SourceColumn before = columns.putIfAbsent(column.name(), column);
            if (before != null && !before.equals(column)) {
                throw new InputException(
                        "input.path",
                        "column " + column.described() + " of " + file.id() + " is " + before.described() + " in "
                                + firstSeen.get(column.name()) + "; give files whose columns agree");
            }
            firstSeen.putIfAbsent(column.name(), file.id());
        }
        leftOut.addAll(found.leftOut(schema));
        long first = 0;
        for (BlockMetaData group : footer.getBlocks()) {
            long count = group.getRowCount();
            if (count > 0) {
                Rows rows = new Rows(first, count);
                entries.add(new Entry(
                        file.root(), file.id(), group.getStartingPos(), group.getCompressedSize(), count, rows));
            }
            first += count;
        }
    }

    private Contents contents(List<Entry> files, List<SourceColumn> folders) {
        if (!anyReadable && unreadable != null) {
            throw new InputException(
                    "input.path",
                    "none of the files can be read: " + unreadable.getMessage()
                            + "; grant reading them, or give others");
        }
        if (!anyReadable) {
            throw new InputException(
                    "input.path",
                    "none of the files is Parquet, such as " + files.get(0).id() + "; give some that are");
        }
        if (entries.isEmpty()) {
            throw new InputException("input.path", "the files have no rows; give some that have");
        }
        List<SourceColumn> all = new ArrayList<>(folders);
        all.addAll(columns.values());
        return new Contents(entries, all, List.copyOf(leftOut));
    }
}
