package io.tarn.spark.sql;

import io.tarn.op.ImageException;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A tensor in SQL: {@code struct<dtype string, shape array<int>, data binary>}, little-endian and row-major. That a
 * struct holds a decoded image, [height, width, channels], is told by metadata of its field {@code shape}, which Spark
 * keeps in views, caches and the Parquet files that it writes.
 */
public final class TensorStruct implements Serializable {
    private static final long serialVersionUID = 1;

    private static final String LAYOUT = "tarn.layout";
    private static final String IMAGE_LAYOUT = "image";
    private static final String NULL_FIELD = "a field of the struct is null";

    /** A tensor, channels first. */
    public static final StructType TENSOR = type(Metadata.empty());

    /** A decoded image. */
    public static final StructType IMAGE =
            type(new MetadataBuilder().putString(LAYOUT, IMAGE_LAYOUT).build());

    /** What a pool with {@code return_indices} gives. */
    public static final StructType INDEXED = new StructType(new StructField[] {
        new StructField("values", TENSOR, false, Metadata.empty()),
        new StructField("indices", TENSOR, false, Metadata.empty())
    });

    private final int fields;
    private final int dtype;
    private final int shape;
    private final int data;

    private TensorStruct(StructType type) {
        this.fields = type.size();
        this.dtype = ordinal(type, "dtype", DataTypes.StringType);
        this.shape = ordinal(type, "shape", DataTypes.createArrayType(DataTypes.IntegerType));
        this.data = ordinal(type, "data", DataTypes.BinaryType);
    }

    private static StructType type(Metadata shapeMetadata) {
        return new StructType(new StructField[] {
            new StructField("dtype", DataTypes.StringType, false, Metadata.empty()),
            new StructField("shape", DataTypes.createArrayType(DataTypes.IntegerType, false), false, shapeMetadata),
            new StructField("data", DataTypes.BinaryType, false, Metadata.empty())
        });
    }

    /** How values of that type are read, or null if they are no tensors. */
    static TensorStruct of(DataType type) {
        if (!(type instanceof StructType struct)) {
            return null;
        }
        TensorStruct found = new TensorStruct(struct);
        return found.dtype < 0 || found.shape < 0 || found.data < 0 ? null : found;
    }

    /** True for what is known to be a decoded image. */
    static boolean isImage(DataType type) {
        StructType struct = (StructType) type;
        Metadata metadata = struct.apply("shape").metadata();
        return metadata.contains(LAYOUT) && metadata.getString(LAYOUT).equals(IMAGE_LAYOUT);
    }

    /** The field's place, or -1. */
    static int ordinal(StructType type, String name, DataType wanted) {
        for (int i = 0; i < type.size(); i++) {
            if (type.fields()[i].name().equals(name) && matches(type.fields()[i].dataType(), wanted)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(DataType found, DataType wanted) {
        return found instanceof ArrayType array
                ? wanted instanceof ArrayType && array.elementType().equals(DataTypes.IntegerType)
                : found.equals(wanted);
    }

    /** True for structs that are read as tensors. */
    public static boolean isTensor(DataType type) {
        return of(type) != null;
    }

    /**
     * The tensor that a collected row holds.
     *
     * @throws ImageException if the fields do not fit each other
     */
    public static Tensor tensor(Row row) {
        String dtype = row.getAs("dtype");
        List<Integer> sizes = row.getList(row.fieldIndex("shape"));
        byte[] data = row.getAs("data");
        if (dtype == null || sizes == null || data == null) {
            throw bad(NULL_FIELD);
        }
        int[] shape = sizes.stream().mapToInt(TensorStruct::size).toArray();
        return tensor(dtype, Shape.of(shape), data, new Workspace());
    }

    /**
     * A row's tensor, on the workspace's buffer.
     *
     * @throws ImageException if the fields do not fit each other
     */
    Tensor read(InternalRow row, Workspace workspace) {
        if (row.isNullAt(dtype) || row.isNullAt(shape) || row.isNullAt(data)) {
            throw bad(NULL_FIELD);
        }
        return tensor(row.getUTF8String(dtype).toString(), shape(row.getArray(shape)), row.getBinary(data), workspace);
    }

    private static Tensor tensor(String dtype, Shape shape, byte[] data, Workspace workspace) {
        DType elements = dtype(dtype);
        if (bytes(elements, shape) != data.length) {
            throw bad(elements + " " + shape + " does not take " + data.length + " bytes of data");
        }
        Tensor tensor = workspace.tensor(elements, shape);
        tensor.fill(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN));
        return tensor;
    }

    private static long bytes(DType dtype, Shape shape) {
        try {
            return Math.multiplyExact(dtype.bytes(), shape.elements());
        } catch (ArithmeticException e) {
            return -1; // more than there can be
        }
    }

    /** A nested struct of a row. */
    InternalRow nested(InternalRow row, int ordinal) {
        return row.getStruct(ordinal, fields);
    }

    /** A row of its own for a tensor. */
    static InternalRow write(Tensor tensor) {
        return new GenericInternalRow(new Object[] {
            UTF8String.fromString(tensor.dtype().toString()),
            ArrayData.toArrayData(tensor.shape().sizes()),
            tensor.littleEndian()
        });
    }

    private static DType dtype(String name) {
        try {
            return DType.named(name);
        } catch (IllegalArgumentException e) {
            throw bad("there is no dtype " + name);
        }
    }

    private static Shape shape(ArrayData sizes) {
        int[] shape = new int[sizes.numElements()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = size(sizes.isNullAt(i) ? null : sizes.getInt(i));
        }
        return Shape.of(shape);
    }

    private static int size(Integer size) {
        if (size == null || size < 0) {
            throw bad("a size of the shape is " + size);
        }
        return size;
    }

    private static ImageException bad(String problem) {
        return new ImageException("bad_tensor", "not a tensor: " + problem);
    }
}
