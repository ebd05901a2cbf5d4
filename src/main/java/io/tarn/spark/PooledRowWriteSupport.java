package io.tarn.spark;

import io.tarn.op.TensorType;
import io.tarn.pipeline.Failure;
import io.tarn.pipeline.PooledRow;
import io.tarn.plan.Plan;
import io.tarn.spark.source.SourceColumn;
import io.tarn.tensor.DType;
import io.tarn.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Writes rows of {@code data/}: the id, the source's own columns, and for each output and its indices a struct {dtype,
 * shape, data}, under {@code layout: tensor} a list of the elements, or the bytes of a PNG file.
 */
final class PooledRowWriteSupport extends WriteSupport<PooledRow> {
    static final String INDICES_SUFFIX = "_indices";

    private final Plan plan;
    private final List<SourceColumn> columns;
    private final MessageType schema;
    private final Map<String, TensorType> lists = new LinkedHashMap<>();
    private RecordConsumer consumer;
    private byte[] scratch = new byte[1 << 16];

    /**
     * @param columns the source's columns that stand in the file
     */
    PooledRowWriteSupport(Plan plan, List<SourceColumn> columns) {
        this.plan = plan;
        this.columns = columns;
        List<Type> fields = new ArrayList<>();
        fields.add(Types.required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("id"));
        columns.forEach(column -> fields.add(column.parquet()));
        for (Plan.Chain output : plan.outputs()) {
            fields.add(field(output, output.name(), output.type()));
            if (output.returnsIndices()) {
                TensorType indices =
                        TensorType.tensor(DType.INT64, output.type().indices());
                fields.add(field(output, output.name() + INDICES_SUFFIX, indices));
            }
        }
        this.schema = new MessageType("tarn", fields);
    }

    private Type field(Plan.Chain output, String name, TensorType type) {
        if (output.isPng()) {
            return Types.optional(PrimitiveTypeName.BINARY).named(name);
        }
        if (plan.output().layout() == Plan.Layout.BYTES) {
            return tensorStruct(name);
        }
        lists.put(name, type);
        return list(name, type.dtype());
    }

    /** Why a row cannot be written whatever the memory, or null where it can. */
    static Failure tooLarge(Plan plan, PooledRow row, long encodedBytes) {
        for (int i = 0; i < plan.outputs().size(); i++) {
            Plan.Chain output = plan.outputs().get(i);
            boolean list = plan.output().layout() == Plan.Layout.TENSOR && !output.isPng();
            for (Tensor tensor : new Tensor[] {row.output(i), row.indices(i)}) {
                long bytes = tensor == null ? 0 : bytes(tensor, list);
                if (bytes > WholePages.MOST_VALUE_BYTES) {
                    String message = "the output is " + tensor + ", which takes " + bytes + " bytes; at most "
                            + WholePages.MOST_VALUE_BYTES + " can be written";
                    return new Failure(row.id(), output.name(), "encode", "too_large", message, encodedBytes);
                }
            }
        }
        return null;
    }

    private static long bytes(Tensor tensor, boolean list) {
        return list ? (long) tensor.length() * Math.max(tensor.dtype().bytes(), Integer.BYTES) : tensor.byteLength();
    }

    /** The leaves that hold tensors, which neither dictionaries nor statistics would serve. */
    static List<String> tensorLeaves(Plan plan) {
        List<String> leaves = new ArrayList<>();
        for (Plan.Chain output : plan.outputs()) {
            boolean list = plan.output().layout() == Plan.Layout.TENSOR;
            String leaf = output.isPng() ? "" : list ? ".list.element" : ".data";
            leaves.add(output.name() + leaf);
            if (output.returnsIndices()) {
                leaves.add(output.name() + INDICES_SUFFIX + leaf);
            }
        }
        return leaves;
    }

    @Override
    public WriteContext init(Configuration configuration) {
        Map<String, String> footer =
                lists.isEmpty() ? Map.of() : Map.of(ArrowSchema.KEY, ArrowSchema.of(schema.getFields(), lists));
        return new WriteContext(schema, footer);
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(PooledRow row) {
        consumer.startMessage();
        consumer.startField("id", 0);
        consumer.addBinary(Binary.fromString(row.id()));
        consumer.endField("id", 0);
        int field = 1;
        for (SourceColumn column : columns) {
            source(column.name(), field++, row.columns().get(column.name()));
        }
        for (int i = 0; i < plan.outputs().size(); i++) {
            Plan.Chain output = plan.outputs().get(i);
            tensor(output, output.name(), field++, row.output(i));
            if (output.returnsIndices()) {
                tensor(output, output.name() + INDICES_SUFFIX, field++, row.indices(i));
            }
        }
        consumer.endMessage();
    }

    private void source(String name, int field, Object value) {
        if (value == null) {
            return;
        }
        consumer.startField(name, field);
        if (value instanceof String text) {
            consumer.addBinary(Binary.fromString(text));
        } else if (value instanceof byte[] bytes) {
            consumer.addBinary(Binary.fromConstantByteArray(bytes));
        } else if (value instanceof Long number) {
            consumer.addLong(number);
        } else if (value instanceof Integer number) {
            consumer.addInteger(number);
        } else if (value instanceof Double number) {
            consumer.addDouble(number);
        } else if (value instanceof Float number) {
            consumer.addFloat(number);
        } else {
            consumer.addBoolean((Boolean) value);
        }
        consumer.endField(name, field);
    }

    private void tensor(Plan.Chain output, String name, int field, Tensor tensor) {
        if (tensor == null) {
            return;
        }
        consumer.startField(name, field);
        if (output.isPng()) {
            bytes(tensor);
        } else if (lists.containsKey(name)) {
            elements(tensor);
        } else {
            struct(tensor);
        }
        consumer.endField(name, field);
    }

    private void struct(Tensor tensor) {
        consumer.startGroup();
        consumer.startField("dtype", 0);
        consumer.addBinary(Binary.fromString(tensor.dtype().toString()));
        consumer.endField("dtype", 0);
        shape(tensor);
        consumer.startField("data", 2);
        bytes(tensor);
        consumer.endField("data", 2);
        consumer.endGroup();
    }

    private void bytes(Tensor tensor) {
        int length = Math.toIntExact(tensor.byteLength());
        if (scratch.length < length) {
            scratch = new byte[length];
        }
        tensor.littleEndian(scratch);
        consumer.addBinary(Binary.fromReusedByteArray(scratch, 0, length));
    }

    private void elements(Tensor tensor) {
        consumer.startGroup();
        if (tensor.length() > 0) {
            consumer.startField("list", 0);
            for (int i = 0; i < tensor.length(); i++) {
                consumer.startGroup();
                consumer.startField("element", 0);
                element(tensor, i);
                consumer.endField("element", 0);
                consumer.endGroup();
            }
            consumer.endField("list", 0);
        }
        consumer.endGroup();
    }

    private void element(Tensor tensor, int i) {
        switch (tensor.dtype()) {
            case FLOAT32 -> consumer.addFloat(tensor.floats()[i]);
            case FLOAT64 -> consumer.addDouble(tensor.doubles()[i]);
            case INT64 -> consumer.addLong(tensor.longs()[i]);
            case INT32 -> consumer.addInteger(tensor.ints()[i]);
            case INT16 -> consumer.addInteger(tensor.shorts()[i]);
            case INT8 -> consumer.addInteger(tensor.bytes()[i]);
            case UINT8 -> consumer.addInteger(tensor.bytes()[i] & 255);
            case FLOAT16, BFLOAT16 -> throw new IllegalStateException("refused by the plan");
        }
    }

    private void shape(Tensor tensor) {
        consumer.startField("shape", 1);
        consumer.startGroup();
        int[] sizes = tensor.shape().sizes();
        if (sizes.length > 0) { // Parquet has no fields without values: a scalar's list is an empty group
            consumer.startField("list", 0);
            for (int size : sizes) {
                consumer.startGroup();
                consumer.startField("element", 0);
                consumer.addInteger(size);
                consumer.endField("element", 0);
                consumer.endGroup();
            }
            consumer.endField("list", 0);
        }
        consumer.endGroup();
        consumer.endField("shape", 1);
    }

    private static Type tensorStruct(String name) {
        return Types.optionalGroup()
                .required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("dtype")
                .requiredList()
                .requiredElement(PrimitiveTypeName.INT32)
                .named("shape")
                .required(PrimitiveTypeName.BINARY)
                .named("data")
                .named(name);
    }

    /** Elements are optional because Arrow's tensor type has them so; none is ever null. */
    private static Type list(String name, DType dtype) {
        PrimitiveTypeName primitive =
                switch (dtype) {
                    case FLOAT32 -> PrimitiveTypeName.FLOAT;
                    case FLOAT64 -> PrimitiveTypeName.DOUBLE;
                    case INT64 -> PrimitiveTypeName.INT64;
                    default -> PrimitiveTypeName.INT32;
                };
        LogicalTypeAnnotation logical =
                switch (dtype) {
                    case UINT8 -> LogicalTypeAnnotation.intType(8, false);
                    case INT8 -> LogicalTypeAnnotation.intType(8, true);
                    case INT16 -> LogicalTypeAnnotation.intType(16, true);
                    default -> null;
                };
        return Types.optionalList().optionalElement(primitive).as(logical).named(name);
    }
}
