package io.tarn.spark;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tarn.spark.source.InputException;
import io.tarn.spark.source.Listing;
import io.tarn.spark.source.Tries;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.Path;

/** What a run keeps in {@code _shards/} to go on from: the listing it began with, and a record of each committed shard. */
final class ShardLog {
    private static final String LISTING = "_shards/listing.json.gz";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputFolder folder;
    private final List<Listing.Entry> entries;
    private final List<ShardRecord> records;

    private ShardLog(OutputFolder folder, List<Listing.Entry> entries, List<ShardRecord> records) {
        this.folder = folder;
        this.entries = entries;
        this.records = records;
    }

    static ShardLog start(OutputFolder folder, List<Listing.Entry> entries) throws IOException {
        ShardLog log = new ShardLog(folder, new ArrayList<>(entries), new ArrayList<>());
        log.writeListing();
        return log;
    }

    /**
     * The log that a run left, or null where it did not come so far as to begin one.
     *
     * @throws InputException if it committed shards, and what they are of is lost
     */
    static ShardLog load(OutputFolder folder) throws IOException {
        List<Listing.Entry> entries = Tries.of(() -> readListing(folder));
        if (entries == null) {
            if (folder.exists(name(0))) {
                throw new InputException(
                        "output.path",
                        folder.shown() + " holds committed shards, but " + LISTING + " is missing or cut short, so that"
                                + " nobody knows what is left to do; put it back, or begin anew with --overwrite");
            }
            return null;
        }
        return new ShardLog(folder, entries, records(folder));
    }

    /** The records of the shards that a run committed. */
    static List<ShardRecord> records(OutputFolder folder) throws IOException {
        List<ShardRecord> records = new ArrayList<>();
        ShardRecord record;
        while ((record = read(folder, records.size())) != null) {
            records.add(record);
        }
        return records;
    }

    private static ShardRecord read(OutputFolder folder, int number) throws IOException {
        String name = name(number);
        return folder.exists(name) ? ShardRecord.parse(folder.readText(name)) : null;
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "_shards/%05d.json", number);
    }

    void add(ShardRecord record) throws IOException {
        folder.writeText(name(record.shard().number()), record.text());
        records.add(record);
    }

    /** Adds entries behind those there are; {@link #writeListing} keeps them. */
    void append(List<Listing.Entry> more) {
        entries.addAll(more);
    }

    /** Everything that is to be pooled, in the order of shards. */
    List<Listing.Entry> entries() {
        return entries;
    }

    /** The committed shards, in the order of their commits. */
    List<ShardRecord> records() {
        return records;
    }

    /** The place of the first entry that no shard has committed. */
    int next() {
        return records.stream()
                .filter(record -> !record.retry())
                .mapToInt(record -> record.shard().end())
                .max()
                .orElse(0);
    }

    boolean isComplete() {
        return next() == entries.size();
    }

    void writeListing() throws IOException {
        folder.write(LISTING, this::writeListing);
    }

    private void writeListing(OutputStream file) throws IOException {
        try (JsonGenerator out = JSON.createGenerator(new GZIPOutputStream(file, 1 << 16))) {
            out.writeStartArray();
            for (Listing.Entry entry : entries) {
                out.writeStartArray();
                out.writeString(entry.root().toString());
                out.writeString(entry.id());
                out.writeNumber(entry.start());
                out.writeNumber(entry.length());
                out.writeNumber(entry.images());
                if (entry.rows() != null) {
                    out.writeNumber(entry.rows().first());
                    out.writeNumber(entry.rows().count());
                }
                out.writeEndArray();
            }
            out.writeEndArray();
        }
    }

    private static List<Listing.Entry> readListing(OutputFolder folder) throws IOException {
        if (!folder.exists(LISTING)) {
            return null;
        }
        List<Listing.Entry> entries = new ArrayList<>();
        Map<String, Path> roots = new HashMap<>();
        try (JsonParser in = JSON.createParser(new GZIPInputStream(folder.open(LISTING), 1 << 16))) {
            in.nextToken();
            while (in.nextToken() == JsonToken.START_ARRAY) {
                Path root = roots.computeIfAbsent(in.nextTextValue(), Path::new);
                String id = in.nextTextValue();
                long start = in.nextLongValue(0);
                long length = in.nextLongValue(0);
                long images = in.nextLongValue(Listing.UNKNOWN);
                Listing.Rows rows = null;
                if (in.nextToken() != JsonToken.END_ARRAY) {
                    rows = new Listing.Rows(in.getLongValue(), in.nextLongValue(0));
                    in.nextToken();
                }
                entries.add(new Listing.Entry(root, id, start, length, images, rows));
            }
        } catch (EOFException | JsonProcessingException | ZipException cutShort) {
            return null;
        }
        return entries;
    }
}
