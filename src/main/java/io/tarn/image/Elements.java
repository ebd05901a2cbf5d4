package io.tarn.image;

import io.tarn.tensor.Half;
import io.tarn.tensor.Tensor;

/** Elements of any type as doubles and longs, converted as C converts them. */
final class Elements {
    private Elements() {}

    /** Integers are truncated toward zero. */
    static void put(Tensor tensor, int index, double value) {
        switch (tensor.dtype()) {
            case FLOAT32 -> tensor.floats()[index] = (float) value;
            case FLOAT64 -> tensor.doubles()[index] = value;
            case FLOAT16 -> tensor.shorts()[index] = Half.floatToFloat16((float) value);
            case BFLOAT16 -> tensor.shorts()[index] = Half.floatToBfloat16((float) value);
            case UINT8, INT8, INT16, INT32, INT64 -> put(tensor, index, (long) value);
        }
    }

    /** Integers keep their low bits. */
    static void put(Tensor tensor, int index, long value) {
        switch (tensor.dtype()) {
            case FLOAT32 -> tensor.floats()[index] = value;
            case FLOAT64 -> tensor.doubles()[index] = value;
            case FLOAT16 -> tensor.shorts()[index] = Half.floatToFloat16(value);
            case BFLOAT16 -> tensor.shorts()[index] = Half.floatToBfloat16(value);
            case UINT8, INT8 -> tensor.bytes()[index] = (byte) value;
            case INT16 -> tensor.shorts()[index] = (short) value;
            case INT32 -> tensor.ints()[index] = (int) value;
            case INT64 -> tensor.longs()[index] = value;
        }
    }

    /** An integer element. */
    static long whole(Tensor tensor, int index) {
        return switch (tensor.dtype()) {
            case UINT8 -> tensor.bytes()[index] & 255;
            case INT8 -> tensor.bytes()[index];
            case INT16 -> tensor.shorts()[index];
            case INT32 -> tensor.ints()[index];
            case INT64 -> tensor.longs()[index];
            default -> throw new IllegalStateException(tensor.dtype() + " is no integer type");
        };
    }
}
