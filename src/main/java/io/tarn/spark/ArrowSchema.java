package io.tarn.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * The Arrow schema in a Parquet footer, from which Arrow's readers take list columns for tensors: the canonical
 * extension type {@code arrow.fixed_shape_tensor}.
 */
final class ArrowSchema {
    static final String KEY = "ARROW:schema";
    private static final String EXTENSION = "arrow.fixed_shape_tensor";

    private ArrowSchema() {}

    /** The footer's value for columns in their order; those named in {@code tensors} are lists. */
    static String of(List<Type> columns, Map<String, TensorType> tensors) {
        List<Field> fields = new ArrayList<>();
        for (Type column : columns) {
            TensorType tensor = tensors.get(column.getName());
            fields.add(
                    tensor == null
                            ? new Field(
                                    column.getName(),
                                    new FieldType(
                                            !column.isRepetition(Type.Repetition.REQUIRED),
                                            arrow(column.asPrimitiveType()),
                                            null),
                                    null)
                            : tensor(column.getName(), tensor));
        }
        return Base64.getEncoder().encodeToString(new Schema(fields).serializeAsMessage());
    }

    /** The tensor columns that a footer's value tells of. */
    static Map<String, TensorType> tensors(String footerValue) throws IOException {
        Map<String, TensorType> tensors = new LinkedHashMap<>();
        if (footerValue == null) {
            return tensors;
        }
        Schema schema =
                Schema.deserializeMessage(ByteBuffer.wrap(Base64.getDecoder().decode(footerValue)));
        for (Field field : schema.getFields()) {
            if (EXTENSION.equals(field.getMetadata().get(ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME))) {
                JsonNode shape = new ObjectMapper()
                        .readTree(field.getMetadata().get(ArrowType.ExtensionType.EXTENSION_METADATA_KEY_METADATA))
                        .get("shape");
                int[] sizes = new int[shape.size()];
                Arrays.setAll(sizes, i -> shape.get(i).asInt());
                DType dtype = dtype(field.getChildren().get(0).getType());
                tensors.put(field.getName(), TensorType.tensor(dtype, Shape.of(sizes)));
            }
        }
        return tensors;
    }

    private static Field tensor(String name, TensorType type) {
        int[] sizes = type.shape().sizes();
        Map<String, String> extension = Map.of(
                ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME,
                EXTENSION,
                ArrowType.ExtensionType.EXTENSION_METADATA_KEY_METADATA,
                "{\"shape\":" + Arrays.toString(sizes).replace(" ", "") + "}");
        ArrowType list =
                new ArrowType.FixedSizeList(Math.toIntExact(type.shape().elements()));
        Field item = Field.nullable("item", arrow(type.dtype()));
        return new Field(name, new FieldType(true, list, null, extension), List.of(item));
    }

    private static ArrowType arrow(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case UINT8 -> new ArrowType.Int(8, false);
            case INT8 -> new ArrowType.Int(8, true);
            case INT16 -> new ArrowType.Int(16, true);
            case INT32 -> new ArrowType.Int(32, true);
            case INT64 -> new ArrowType.Int(64, true);
            case FLOAT16, BFLOAT16 -> throw new IllegalArgumentException(dtype + " is refused by the plan");
        };
    }

    private static DType dtype(ArrowType type) {
        for (DType dtype : DType.values()) {
            if (!dtype.isHalf() && arrow(dtype).equals(type)) {
                return dtype;
            }
        }
        throw new IllegalArgumentException("no tensors of " + type);
    }

    private static ArrowType arrow(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (logical instanceof StringLogicalTypeAnnotation) {
            return new ArrowType.Utf8();
        }
        if (logical instanceof DateLogicalTypeAnnotation) {
            return new ArrowType.Date(DateUnit.DAY);
        }
        if (logical instanceof IntLogicalTypeAnnotation whole) {
            return new ArrowType.Int(whole.getBitWidth(), whole.isSigned());
        }
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return new ArrowType.Decimal(decimal.getPrecision(), decimal.getScale(), 128);
        }
        if (logical instanceof TimestampLogicalTypeAnnotation time) {
            TimeUnit unit =
                    switch (time.getUnit()) {
                        case MILLIS -> TimeUnit.MILLISECOND;
                        case MICROS -> TimeUnit.MICROSECOND;
                        case NANOS -> TimeUnit.NANOSECOND;
                    };
            return new ArrowType.Timestamp(unit, time.isAdjustedToUTC() ? "UTC" : null);
        }
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> new ArrowType.Int(32, true);
            case INT64 -> new ArrowType.Int(64, true);
            case INT96 -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
            case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case BOOLEAN -> new ArrowType.Bool();
            case BINARY -> new ArrowType.Binary();
            case FIXED_LEN_BYTE_ARRAY -> new ArrowType.FixedSizeBinary(type.getTypeLength());
        };
    }
}
