package io.tarn.spark;

import io.tarn.pipeline.PooledRow;
import io.tarn.plan.Plan;
import io.tarn.spark.source.SourceColumn;
import io.tarn.tensor.Tensor;
import java.util.ArrayList;
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

/** Writes rows of {@code data/}: the id, the source's own columns, and a struct {dtype, shape, data} for each output and its indices. */
final class PooledRowWriteSupport extends WriteSupport<PooledRow> {
    static final String INDICES_SUFFIX = "_indices";

    private final Plan plan;
    private final List<SourceColumn> columns;
    private final MessageType schema;
    private RecordConsumer consumer;
    private byte[] scratch = new byte[1 << 16];

    PooledRowWriteSupport(Plan plan, List<SourceColumn> columns) {
        this.plan = plan;
        this.columns = columns;
        List<Type> fields = new ArrayList<>();
        fields.add(Types.required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("id"));
        columns.forEach(column -> fields.add(column.parquet()));
        for (String column : tensorColumns(plan)) {
            fields.add(tensorStruct(column));
        }
        this.schema = new MessageType("tarn", fields);
    }

    /** The tensor columns in their order: each output, and its indices behind it. */
    static List<String> tensorColumns(Plan plan) {
        List<String> columns = new ArrayList<>();
        for (Plan.Chain output : plan.outputs()) {
            columns.add(output.name());
            if (output.returnsIndices()) {
                columns.add(output.name() + INDICES_SUFFIX);
            }
        }
        return columns;
    }

    @Override
    public WriteContext init(Configuration configuration) {
        return new WriteContext(schema, Map.of());
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
            tensor(output.name(), field++, row.output(i));
            if (output.returnsIndices()) {
                tensor(output.name() + INDICES_SUFFIX, field++, row.indices(i));
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

    private void tensor(String name, int field, Tensor tensor) {
        if (tensor == null) {
            return;
        }
        consumer.startField(name, field);
        consumer.startGroup();
        consumer.startField("dtype", 0);
        consumer.addBinary(Binary.fromString(tensor.dtype().toString()));
        consumer.endField("dtype", 0);
        shape(tensor);
        consumer.startField("data", 2);
        int length = Math.toIntExact(tensor.byteLength());
        if (scratch.length < length) {
            scratch = new byte[length];
        }
        tensor.littleEndian(scratch);
        consumer.addBinary(Binary.fromReusedByteArray(scratch, 0, length));
        consumer.endField("data", 2);
        consumer.endGroup();
        consumer.endField(name, field);
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
}
