package io.tarn.spark.source;

import io.tarn.plan.Plan;
import io.tarn.spark.source.Listing.Entry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** Ids from a column of Parquet files, of which no two may be equal. The driver reads the column and keeps hashes. */
final class DistinctIds {
    /** Of more rows ids are not compared, for each takes 8 bytes of the driver's memory. */
    static final long MOST = 1 << 25;

    private DistinctIds() {}

    /** Takes an id, and the row that it is of. */
    private interface Found {
        void at(String id, long row);
    }

    /**
     * @param pool reads several files at once
     * @throws InputException if two ids that the job chooses are equal
     */
    static void require(Plan.Input input, List<Entry> files, ExecutorService pool, Configuration conf)
            throws IOException {
        long[] sorted = hashes(input, files, pool, conf);
        Arrays.sort(sorted);
        Set<Long> repeated = new HashSet<>();
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                repeated.add(sorted[i]);
            }
        }
        if (repeated.isEmpty()) {
            return;
        }
        Map<String, String> places = new HashMap<>(); // for two ids may have one hash
        for (Entry each : files) {
            try (ParquetFileReader file = open(each, conf)) {
                read(file, input, (id, row) -> {
                    String place = each.id() + "#" + row;
                    String before = repeated.contains(hash(id)) ? places.putIfAbsent(id, place) : null;
                    if (before != null) {
                        throw new InputException(
                                "input.id",
                                "rows " + before + " and " + place + " have the same id " + id
                                        + ", and ids must differ; give a column whose values do, or leave input.id out,"
                                        + " and ids are file#row");
                    }
                });
            } catch (IOException unreadable) {
                // becomes a row in errors/
            }
        }
    }

    private static long[] hashes(Plan.Input input, List<Entry> files, ExecutorService pool, Configuration conf)
            throws IOException {
        Queue<Future<long[]>> reading = new ArrayDeque<>();
        for (Entry file : files) {
            reading.add(pool.submit(() -> Tries.of(() -> hashes(input, file, conf))));
        }
        LongStream.Builder hashes = LongStream.builder();
        while (!reading.isEmpty()) {
            try {
                Arrays.stream(reading.remove().get()).forEach(hashes);
            } catch (ExecutionException unreadable) {
                // becomes a row in errors/
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException(interrupted);
            }
        }
        return hashes.build().toArray();
    }

    private static long[] hashes(Plan.Input input, Entry each, Configuration conf) throws IOException {
        LongStream.Builder hashes = LongStream.builder();
        try (ParquetFileReader file = open(each, conf)) {
            read(file, input, (id, row) -> hashes.add(hash(id)));
        }
        return hashes.build().toArray();
    }

    static ParquetFileReader open(Entry file, Configuration conf) throws IOException {
        return ParquetFileReader.open(
                HadoopInputFile.fromPath(Paths.below(file.root(), file.id()), conf),
                HadoopReadOptions.builder(conf).build()); // without them it reads Hadoop's XML for every file
    }

    private static void read(ParquetFileReader file, Plan.Input input, Found found) {
        MessageType schema = file.getFooter().getFileMetaData().getSchema();
        String column = input.idColumn();
        if (!schema.containsField(column) || !schema.getType(column).isPrimitive()) {
            return;
        }
        Choice choice = new Choice(input.selection());
        MessageType requested = new MessageType(schema.getName(), schema.getType(column));
        file.setRequestedSchema(requested);
        long first = 0;
        for (int i = 0; i < file.getRowGroups().size(); i++) {
            BlockMetaData rows = file.getRowGroups().get(i);
            RecordReader<Group> records = rows.getRowCount() == 0 ? null : records(file, i, requested);
            for (long row = 0; records != null && row < rows.getRowCount(); row++) {
                String id = next(records, column);
                if (id != null && choice.takes(id)) {
                    found.at(id, first + row);
                }
            }
            first += rows.getRowCount();
        }
    }

    /** Null where they cannot be read; their rows will be in {@code errors/}. */
    private static RecordReader<Group> records(ParquetFileReader file, int rowGroup, MessageType requested) {
        try {
            PageReadStore pages = Tries.of(() -> file.readRowGroup(rowGroup));
            return new ColumnIOFactory()
                    .getColumnIO(requested)
                    .getRecordReader(pages, new GroupRecordConverter(requested));
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }

    private static String next(RecordReader<Group> records, String column) {
        try {
            return ParquetItems.id(records.read(), column);
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    /** FNV-1a of 64 bits, over chars. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
