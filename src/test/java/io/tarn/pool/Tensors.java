package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.op.Context;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Half;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.Arrays;
import java.util.Map;

/** Tensors for tests, and how they are compared. */
public final class Tensors {
    private Tensors() {}

    /** A tensor of these values, each converted to the type. */
    static Tensor of(DType dtype, Shape shape, double... values) {
        Tensor tensor = Tensor.zeros(dtype, shape);
        assertThat(values).hasSize(tensor.length());
        for (int i = 0; i < values.length; i++) {
            set(tensor, i, values[i]);
        }
        return tensor;
    }

    static void set(Tensor tensor, int i, double value) {
        switch (tensor.dtype()) {
            case FLOAT32 -> tensor.floats()[i] = (float) value;
            case FLOAT64 -> tensor.doubles()[i] = value;
            case FLOAT16 -> tensor.shorts()[i] = Half.floatToFloat16((float) value);
            case BFLOAT16 -> tensor.shorts()[i] = Half.floatToBfloat16((float) value);
            case UINT8, INT8 -> tensor.bytes()[i] = (byte) (int) value;
            case INT16 -> tensor.shorts()[i] = (short) (int) value;
            case INT32 -> tensor.ints()[i] = (int) value;
            case INT64 -> tensor.longs()[i] = (long) value;
        }
    }

    static double[] values(Tensor tensor) {
        double[] values = new double[tensor.length()];
        Arrays.setAll(values, tensor::valueAt);
        return values;
    }

    static Pooled pool(PoolSpec spec, Tensor input) {
        Context context = new Context("an image", Map.of());
        TensorType type = TensorType.tensor(input.dtype(), input.shape());
        Tensor values = spec.bind(type, new Workspace()).run(input, context);
        assertThat(spec.outputType(type).shape()).isEqualTo(values.shape());
        return new Pooled(values, context.indices());
    }

    /** What a maximum starts from. */
    static double lowest(DType dtype) {
        return switch (dtype) {
            case UINT8 -> 0;
            case INT8 -> Byte.MIN_VALUE;
            case INT16 -> Short.MIN_VALUE;
            case INT32 -> Integer.MIN_VALUE;
            case INT64 -> Long.MIN_VALUE;
            default -> Double.NEGATIVE_INFINITY;
        };
    }

    /** -x, or for integers the type's range turned around. */
    static Tensor mirrored(Tensor tensor) {
        Tensor mirrored = Tensor.zeros(tensor.dtype(), tensor.shape());
        for (int i = 0; i < tensor.length(); i++) {
            double value = tensor.valueAt(i);
            double middle =
                    switch (tensor.dtype()) {
                        case UINT8 -> 255;
                        case INT8, INT16, INT32, INT64 -> -1;
                        default -> -0.0;
                    };
            set(mirrored, i, middle - value);
        }
        return mirrored;
    }

    /** Type, shape and bits. */
    public static void assertSame(Tensor actual, Tensor expected) {
        assertThat(actual.toString()).isEqualTo(expected.toString());
        byte[] ours = actual.littleEndian();
        byte[] theirs = expected.littleEndian();
        int different = Arrays.mismatch(ours, theirs) / actual.dtype().bytes();
        if (!Arrays.equals(ours, theirs)) {
            throw new AssertionError("element " + different + " of " + actual + " is " + bits(actual, different)
                    + ", not " + bits(expected, different));
        }
    }

    private static String bits(Tensor tensor, int i) {
        int bytes = tensor.dtype().bytes();
        byte[] all = tensor.littleEndian();
        StringBuilder hex = new StringBuilder(tensor.valueAt(i) + " (");
        for (int b = bytes - 1; b >= 0; b--) {
            hex.append(String.format("%02x", all[i * bytes + b]));
        }
        return hex.append(')').toString();
    }

    /** Type, shape, and values at most that many representable numbers apart; NaN equals NaN. */
    public static void assertWithin(long ulp, Tensor actual, Tensor expected) {
        assertThat(actual.toString()).isEqualTo(expected.toString());
        assertThat(ulpApart(actual, expected)).isLessThanOrEqualTo(ulp);
    }

    static long ulpApart(Tensor actual, Tensor expected) {
        long most = 0;
        for (int i = 0; i < actual.length(); i++) {
            double a = actual.valueAt(i);
            double b = expected.valueAt(i);
            if (Double.isNaN(a) != Double.isNaN(b)) {
                return Long.MAX_VALUE;
            }
            if (a != b && !Double.isNaN(a)) {
                most = Math.max(most, Math.abs(ordered(actual, i) - ordered(expected, i)));
            }
        }
        return most;
    }

    /** The position of an element among its type's numbers. */
    private static long ordered(Tensor tensor, int i) {
        long bits =
                switch (tensor.dtype()) {
                    case FLOAT32 -> Float.floatToIntBits(tensor.floats()[i]);
                    case FLOAT64 -> Double.doubleToLongBits(tensor.doubles()[i]);
                    case FLOAT16, BFLOAT16 -> tensor.shorts()[i];
                    default -> throw new IllegalArgumentException("no ulp of " + tensor.dtype());
                };
        long lowest =
                switch (tensor.dtype()) {
                    case FLOAT32 -> Integer.MIN_VALUE;
                    case FLOAT64 -> Long.MIN_VALUE;
                    default -> Short.MIN_VALUE;
                };
        return bits < 0 ? lowest - bits : bits;
    }
}
