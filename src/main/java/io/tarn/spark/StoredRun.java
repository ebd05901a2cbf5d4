package io.tarn.spark;

import io.tarn.measure.ExecutorRow;
import io.tarn.measure.Rows;
import io.tarn.measure.SlowImage;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import io.tarn.measure.TaskRow;
import io.tarn.op.TensorType;
import io.tarn.pipeline.Failure;
import io.tarn.spark.source.InputException;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Reads back what a run left in its output folder. */
public final class StoredRun {
    private final OutputFolder folder;
    private final Configuration conf;

    /** One row of {@code data/}: its tensors by column, those that are null left out. */
    public record Row(String id, Map<String, Tensor> tensors) {}

    public StoredRun(OutputFolder folder, Configuration conf) {
        this.folder = folder;
        this.conf = conf;
    }

    /** What {@code job.json} holds. */
    public Map<String, Object> job() throws IOException {
        return JobJson.parse(folder.readText(OutputFolder.JOB));
    }

    /**
     * Takes over from an event log what the run's driver could not write, because it was killed.
     *
     * @throws InputException if the log is of another run
     */
    public void complete(EventLog log) throws IOException {
        Map<String, Object> job = job();
        if (!Objects.equals(log.applicationId(), job.get("application_id"))) {
            throw new InputException(
                    "event-log",
                    "the event log is of application " + log.applicationId() + ", and " + folder.shown()
                            + " was last written by " + job.get("application_id") + "; give that one's log");
        }
        ShardLog shards = ShardLog.load(folder);
        RunTotals totals = new RunTotals(shards == null ? List.of() : shards.records());
        RunTables.write(folder, conf, log, totals);
        if ("running".equals(job.get("state"))) {
            folder.writeText(
                    OutputFolder.JOB,
                    JobJson.died(job, totals, log.wallMillis()).text());
        }
    }

    public List<StageRow> stages() throws IOException {
        return rows(OutputFolder.STAGES, Integer.MAX_VALUE, group -> Rows.of(StageRow.class, cells(group)));
    }

    public List<TaskRow> tasks() throws IOException {
        List<TaskRow> tasks = new ArrayList<>();
        tasks(tasks::add);
        return tasks;
    }

    /** Tells of all tasks, one after another: a long run has millions. */
    public void tasks(Consumer<TaskRow> to) throws IOException {
        read(OutputFolder.TASKS, group -> {
            Map<String, Object> cells = cells(group);
            // hosts and the like are the same in millions of rows
            cells.replaceAll((column, cell) -> cell instanceof String text ? text.intern() : cell);
            to.accept(Rows.of(TaskRow.class, cells));
            return true;
        });
    }

    public List<ExecutorRow> executors() throws IOException {
        return rows(OutputFolder.EXECUTORS, Integer.MAX_VALUE, group -> Rows.of(ExecutorRow.class, cells(group)));
    }

    public List<StepRow> steps() throws IOException {
        return rows(OutputFolder.STEPS, Integer.MAX_VALUE, group -> Rows.of(StepRow.class, cells(group)));
    }

    public List<SlowImage> slowest() throws IOException {
        return rows(OutputFolder.SLOWEST, Integer.MAX_VALUE, group -> SlowImage.of(cells(group)));
    }

    /** The first so many failures. */
    public List<Failure> failures(int limit) throws IOException {
        return rows(OutputFolder.ERRORS, limit, StoredRun::failure);
    }

    /** Tells the ids of all rows of {@code data/}, one after another. */
    void ids(Consumer<String> to) throws IOException {
        Configuration idAlone = new Configuration(conf);
        idAlone.set(ReadSupport.PARQUET_READ_SCHEMA, "message row { required binary id (STRING); }");
        read(folder.files(OutputFolder.DATA), idAlone, group -> {
            to.accept(group.getString(0, 0));
            return true;
        });
    }

    /** The first so many failures of each error class. There may be a file for each task: no more are opened than it takes. */
    public List<Failure> failureExamples(int perClass) throws IOException {
        long wanted = failureCounts().values().stream()
                .mapToLong(count -> Math.min(count, perClass))
                .sum();
        Map<String, Integer> seen = new HashMap<>();
        List<Failure> examples = new ArrayList<>();
        if (wanted > 0) {
            read(OutputFolder.ERRORS, group -> {
                if (seen.merge(group.getString("error", 0), 1, Integer::sum) <= perClass) {
                    examples.add(failure(group));
                }
                return examples.size() < wanted;
            });
        }
        return examples;
    }

    /** How many rows of {@code errors/} there are of each error class, as the committed shards tell. */
    public Map<String, Long> failureCounts() throws IOException {
        return new RunTotals(ShardLog.records(folder)).failures();
    }

    /** The first so many rows. */
    public List<Row> data(int limit) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Path file : folder.files(OutputFolder.DATA)) {
            if (rows.size() == limit) {
                break;
            }
            Map<String, TensorType> lists = lists(file);
            rows.addAll(rows(List.of(file), limit - rows.size(), group -> row(group, lists)));
        }
        return rows;
    }

    private Map<String, TensorType> lists(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, conf))) {
            return ArrowSchema.tensors(
                    reader.getFooter().getFileMetaData().getKeyValueMetaData().get(ArrowSchema.KEY));
        }
    }

    private <R> List<R> rows(String table, int limit, Function<Group, R> make) throws IOException {
        return rows(folder.files(table), limit, make);
    }

    private <R> List<R> rows(List<Path> files, int limit, Function<Group, R> make) throws IOException {
        List<R> rows = new ArrayList<>();
        read(files, conf, group -> {
            rows.add(make.apply(group));
            return rows.size() < limit;
        });
        return rows;
    }

    private void read(String table, Predicate<Group> more) throws IOException {
        read(folder.files(table), conf, more);
    }

    /** Reads rows until told that they are enough. */
    private static void read(List<Path> files, Configuration conf, Predicate<Group> more) throws IOException {
        for (Path file : files) {
            try (ParquetReader<Group> reader = new Groups(HadoopInputFile.fromPath(file, conf)).build()) {
                Group group;
                while ((group = reader.read()) != null) {
                    if (!more.test(group)) {
                        return;
                    }
                }
            }
        }
    }

    /** Takes its settings from the file: what takes a path parses Hadoop's own, all of them, for each file. */
    private static final class Groups extends ParquetReader.Builder<Group> {
        Groups(HadoopInputFile file) {
            super(file);
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }

    private static Map<String, Object> cells(Group group) {
        GroupType schema = group.getType();
        Map<String, Object> cells = new LinkedHashMap<>();
        for (int field = 0; field < schema.getFieldCount(); field++) {
            if (group.getFieldRepetitionCount(field) > 0) {
                cells.put(schema.getFieldName(field), cell(group, field, schema.getType(field)));
            }
        }
        return cells;
    }

    private static Object cell(Group group, int field, Type type) {
        PrimitiveTypeName primitive = type.asPrimitiveType().getPrimitiveTypeName();
        return switch (primitive) {
            case INT32 -> group.getInteger(field, 0);
            case INT64 -> group.getLong(field, 0);
            case DOUBLE -> group.getDouble(field, 0);
            case BINARY -> group.getString(field, 0);
            default -> throw new IllegalArgumentException("a " + primitive + " column: " + type);
        };
    }

    private static Failure failure(Group group) {
        Map<String, Object> cells = cells(group);
        return new Failure(
                (String) cells.get("id"),
                (String) cells.get("output"),
                (String) cells.get("step"),
                (String) cells.get("error"),
                (String) cells.get("message"),
                (Long) cells.get("encoded_bytes"));
    }

    private static Row row(Group group, Map<String, TensorType> lists) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        GroupType schema = group.getType();
        for (int field = 0; field < schema.getFieldCount(); field++) {
            if (!schema.getType(field).isPrimitive() && group.getFieldRepetitionCount(field) > 0) {
                Group value = group.getGroup(field, 0);
                TensorType list = lists.get(schema.getFieldName(field));
                tensors.put(schema.getFieldName(field), list == null ? tensor(value) : listed(value, list));
            }
        }
        return new Row(group.getString("id", 0), tensors);
    }

    private static Tensor listed(Group list, TensorType type) {
        Tensor tensor = Tensor.zeros(type.dtype(), type.shape());
        for (int i = 0; i < tensor.length(); i++) {
            Group element = list.getGroup(0, i);
            switch (type.dtype()) {
                case FLOAT32 -> tensor.floats()[i] = element.getFloat(0, 0);
                case FLOAT64 -> tensor.doubles()[i] = element.getDouble(0, 0);
                case INT64 -> tensor.longs()[i] = element.getLong(0, 0);
                case INT32 -> tensor.ints()[i] = element.getInteger(0, 0);
                case INT16 -> tensor.shorts()[i] = (short) element.getInteger(0, 0);
                case INT8, UINT8 -> tensor.bytes()[i] = (byte) element.getInteger(0, 0);
                case FLOAT16, BFLOAT16 -> throw new IllegalStateException("no list holds " + type);
            }
        }
        return tensor;
    }

    private static Tensor tensor(Group struct) {
        Group list = struct.getGroup("shape", 0);
        int[] sizes = new int[list.getFieldRepetitionCount(0)];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = list.getGroup(0, i).getInteger(0, 0);
        }
        Tensor tensor = Tensor.zeros(DType.named(struct.getString("dtype", 0)), Shape.of(sizes));
        tensor.fill(ByteBuffer.wrap(struct.getBinary("data", 0).getBytes()).order(ByteOrder.LITTLE_ENDIAN));
        return tensor;
    }
}
