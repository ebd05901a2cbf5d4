package io.tarn.spark.source;

import io.tarn.measure.Legible;
import io.tarn.pipeline.EncodedImage;
import io.tarn.plan.Plan;
import io.tarn.tensor.Tensor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** The rows of a row group of a Parquet file. */
final class ParquetItems implements ItemReader {
    /** The most memory for a row group in one piece: a value that lies in two is copied once more. */
    private static final int PIECE = 64 << 20;

    private final FileGroup group;
    private final int place;
    private final Map<String, Object> folders;
    private final Plan.Input input;
    private final Choice choice;
    private final Configuration conf;
    private PageMemory memory;
    private ParquetFileReader file;
    private PageReadStore pages;
    private RecordReader<Group> records;
    private ParquetColumns columns;
    private ParquetValue value;
    private final long firstRow;
    private final long rows;
    private int number = -1;
    private long row;
    private Broken broken;

    /** Why no more rows can be read. */
    private record Broken(String error, String message) {}

    ParquetItems(
            FileGroup group,
            int place,
            Map<String, Object> folders,
            Plan.Input input,
            Choice choice,
            Configuration conf) {
        this.group = group;
        this.place = place;
        this.folders = folders;
        this.input = input;
        this.choice = choice;
        this.conf = conf;
        this.firstRow = group.firstRow(place);
        this.rows = group.rows(place);
    }

    @Override
    public Item next() {
        try {
            if (broken != null) {
                return lost();
            }
            if (file == null) {
                Tries.of(this::openOrSayWhyNot);
            }
            while (row < rows) {
                Item item = item(records.read(), firstRow + row);
                row++;
                if (item != null) {
                    return item;
                }
            }
            return null;
        } catch (FileNotFoundException missing) {
            return broken("missing", missing);
        } catch (OutOfMemoryError tooLarge) {
            return broken("too_large", tooLarge);
        } catch (IOException unreadable) {
            return broken("unreadable", unreadable);
        } catch (RuntimeException broken) {
            return broken("corrupt", broken);
        }
    }

    private Boolean openOrSayWhyNot() throws IOException {
        try {
            return open();
        } catch (FileNotFoundException told) {
            Path path = group.path(place);
            Storage.requireAllowed(Paths.fileSystem(path, conf), path);
            throw told;
        }
    }

    /** Everything that is read from the storage is read here; rows are then decoded in memory. */
    private Boolean open() throws IOException {
        close();
        memory = PageMemory.toRead();
        file = ParquetFileReader.open(
                LocalParquet.of(group.path(place), conf),
                HadoopReadOptions.builder(conf)
                        .usePageChecksumVerification(true)
                        .withAllocator(memory)
                        .withCodecFactory(new WholeSnappy(conf, memory))
                        .withMaxAllocationInBytes(PIECE)
                        .build());
        MessageType schema = file.getFooter().getFileMetaData().getSchema();
        columns = ParquetColumns.of(group.id(place), schema, input);
        value = new ParquetValue(columns.kind(), input.decode().maxEncodedBytes());
        MessageType requested = columns.requested(schema);
        file.setRequestedSchema(requested);
        number = rowGroup(file.getRowGroups());
        pages = file.readRowGroup(number);
        records = new ColumnIOFactory()
                .getColumnIO(requested, schema)
                .getRecordReader(pages, new GroupRecordConverter(requested));
        return true;
    }

    /** The number of the one to read. */
    private int rowGroup(List<BlockMetaData> groups) {
        long first = 0;
        for (int i = 0; i < groups.size(); i++) {
            long count = groups.get(i).getRowCount();
            if (groups.get(i).getStartingPos() == group.start(place) && first == firstRow && count == rows) {
                return i;
            }
            first += count;
        }
        throw new IllegalStateException("no row group at byte " + group.start(place) + " holds "
                + Legible.counted(rows, "row") + " from row " + firstRow
                + " on; the file could not be read, or was another, when the run was planned");
    }

    private Item broken(String error, Throwable why) {
        String reason = String.valueOf(why.getMessage() == null ? why : why.getMessage());
        String id = group.id(place);
        if (rows == 0) {
            broken = new Broken(error, reason);
            return Item.failed(id, error, "the Parquet file cannot be read: " + reason, group.length(place));
        }
        String where = (number < 0 ? "a row group" : "row group " + number) + " of " + id + " cannot be read from row "
                + (firstRow + row) + " on, " + Legible.counted(rows - row, "row")
                + (rows - row == 1 ? " is lost: " : " are lost: ");
        broken = new Broken(error, where + reason);
        return lost();
    }

    /** The next row that cannot be read. Ids from a column are lost with it, and so is whether it would be chosen. */
    private Item lost() {
        while (row < rows) {
            String id = group.id(place) + "#" + (firstRow + row++);
            if (input.idColumn() != null || choice.takes(id)) {
                return Item.failed(id, broken.error, broken.message, 0);
            }
        }
        return null;
    }

    /** A row's image; null where it is not chosen. */
    private Item item(Group record, long rowNumber) {
        String byNumber = group.id(place) + "#" + rowNumber;
        String id = columns.id() == null ? byNumber : id(record, columns.id());
        if (id == null) {
            return Item.failed(byNumber, "missing_id", "column " + columns.id() + " is null", 0);
        }
        if (!choice.takes(id)) {
            return null;
        }
        Map<String, Object> along = new HashMap<>(folders);
        for (Type type : columns.along()) {
            along.put(type.getName(), cell(record, type));
        }
        if (record.getFieldRepetitionCount(columns.image()) == 0) {
            return Item.failed(id, "missing", "column " + columns.image() + " is null", 0);
        }
        try {
            Tensor tensor = value.read(record);
            if (tensor != null) {
                return Item.of(
                        new EncodedImage(id, new byte[0], (int) tensor.byteLength(), along, tensor),
                        tensor.byteLength());
            }
            return Item.of(new EncodedImage(id, value.bytes(), value.length(), along), value.length());
        } catch (ParquetValue.Refused refused) {
            return Item.failed(id, refused.error(), refused.getMessage(), 0);
        }
    }

    /** What that column holds, as an id; null where it holds null. */
    static String id(Group record, String column) {
        Object cell = cell(record, record.getType().getType(column));
        return cell == null ? null : String.valueOf(cell);
    }

    private static Object cell(Group record, Type type) {
        String name = type.getName();
        if (record.getFieldRepetitionCount(name) == 0) {
            return null;
        }
        return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> record.getInteger(name, 0);
            case INT64 -> record.getLong(name, 0);
            case FLOAT -> record.getFloat(name, 0);
            case DOUBLE -> record.getDouble(name, 0);
            case BOOLEAN -> record.getBoolean(name, 0);
            case INT96 -> record.getInt96(name, 0).getBytes();
            case BINARY ->
                type.getLogicalTypeAnnotation() instanceof StringLogicalTypeAnnotation
                        ? record.getString(name, 0)
                        : record.getBinary(name, 0).getBytes();
            case FIXED_LEN_BYTE_ARRAY -> record.getBinary(name, 0).getBytes();
        };
    }

    @Override
    public void close() throws IOException {
        if (pages != null) {
            pages.close();
            pages = null;
        }
        if (file != null) {
            file.close();
            memory.close();
        }
    }
}
