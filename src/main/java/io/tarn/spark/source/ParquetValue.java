package io.tarn.spark.source;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.nio.ByteOrder;
import java.util.Locale;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;

/** Reads what stands in a row's first column: bytes to be opened, or a tensor. */
final class ParquetValue {
    private final ParquetColumns.Kind kind;
    private final long maxBytes;
    private final Workspace workspace = new Workspace();
    private byte[] bytes = new byte[0];
    private int length;

    /** A row's value is not what its column says. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final String error;

        Refused(String error, String message) {
            super(message);
            this.error = error;
        }

        String error() {
            return error;
        }
    }

    ParquetValue(ParquetColumns.Kind kind, long maxBytes) {
        this.kind = kind;
        this.maxBytes = maxBytes;
    }

    /** A Tensor, or null where it is the first {@link #length} of {@link #bytes}; both are valid until the next call. */
    Tensor read(Group record) throws Refused {
        return switch (kind) {
            case BYTES -> keep(record.getBinary(0, 0));
            case BYTES_AND_PATH -> bytes(record.getGroup(0, 0));
            case SPARK_IMAGE -> pixels(record.getGroup(0, 0));
            case TENSOR -> tensor(record.getGroup(0, 0));
        };
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private Binary allowed(Binary value) throws Refused {
        if (value.length() > maxBytes) {
            throw new Refused("too_large", value.length() + " bytes are more than the " + maxBytes + " allowed");
        }
        return value;
    }

    private Tensor keep(Binary value) throws Refused {
        length = allowed(value).length();
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        value.toByteBuffer().get(bytes, 0, length);
        return null;
    }

    private Tensor bytes(Group struct) throws Refused {
        int bytes = field(struct, "bytes");
        if (struct.getFieldRepetitionCount(bytes) > 0) {
            return keep(struct.getBinary(bytes, 0));
        }
        int path = field(struct, "path");
        throw new Refused(
                "missing",
                "bytes is null"
                        + (struct.getFieldRepetitionCount(path) == 0
                                ? ""
                                : ", and the file that path names is not read"));
    }

    /** Spark's image struct: rows from the top, blue before green before red. */
    private Tensor pixels(Group struct) throws Refused {
        int height = integer(struct, "height");
        int width = integer(struct, "width");
        int channels = integer(struct, "nChannels");
        Binary stored = required(struct, "data").getBinary(field(struct, "data"), 0);
        if (height < 1 || width < 1) {
            throw new Refused("not_an_image", "Spark could not read it: it is " + height + " by " + width);
        }
        if ((channels != 1 && channels != 3 && channels != 4) || stored.length() != (long) height * width * channels) {
            throw new Refused(
                    "not_an_image",
                    stored.length() + " bytes are no image of " + height + " by " + width + " pixels and " + channels
                            + " channels");
        }
        Tensor image = filled(DType.UINT8, Shape.of(height, width, channels), stored);
        byte[] data = image.bytes();
        for (int i = 0; channels > 1 && i < image.length(); i += channels) {
            byte blue = data[i];
            data[i] = data[i + 2];
            data[i + 2] = blue;
        }
        return image;
    }

    private Tensor tensor(Group struct) throws Refused {
        String name = required(struct, "dtype").getString(field(struct, "dtype"), 0);
        Group list = required(struct, "shape").getGroup(field(struct, "shape"), 0);
        Binary data = allowed(required(struct, "data").getBinary(field(struct, "data"), 0));
        int[] sizes = new int[list.getFieldRepetitionCount(0)];
        try {
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = list.getGroup(0, i).getInteger(0, 0);
            }
            DType dtype = DType.named(name);
            Shape shape = Shape.of(sizes);
            if (!shape.isKnown() || shape.elements() * dtype.bytes() != data.length()) {
                throw new Refused("not_a_tensor", data.length() + " bytes are no " + name + " of shape " + shape);
            }
            return filled(dtype, shape, data);
        } catch (IllegalArgumentException | ArithmeticException unknown) {
            throw new Refused("not_a_tensor", "no tensor: " + unknown.getMessage());
        }
    }

    private Tensor filled(DType dtype, Shape shape, Binary data) {
        Tensor tensor = workspace.tensor(dtype, shape);
        tensor.fill(data.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
        return tensor;
    }

    private static int integer(Group struct, String name) throws Refused {
        return required(struct, name).getInteger(field(struct, name), 0);
    }

    private static Group required(Group struct, String name) throws Refused {
        if (struct.getFieldRepetitionCount(field(struct, name)) == 0) {
            throw new Refused("missing", name + " is null");
        }
        return struct;
    }

    private static int field(Group struct, String name) {
        return field(struct.getType(), name);
    }

    /** Where a struct has the field of that name, whatever its case. */
    static int field(GroupType type, String name) {
        for (int i = 0; i < type.getFieldCount(); i++) {
            if (type.getFieldName(i).toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        throw new IllegalStateException(name + " in " + type);
    }
}
