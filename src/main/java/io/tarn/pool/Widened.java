package io.tarn.pool;

import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Half;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.function.BiFunction;

/** A step on float16 or bfloat16 that runs in float32 and rounds its result once. */
final class Widened implements BoundStep {
    private final BoundStep wide;
    private final Tensor input;
    private final TensorType type;
    private final Workspace workspace;
    private Tensor output;

    private Widened(TensorType type, Workspace workspace, BiFunction<TensorType, Workspace, BoundStep> bind) {
        this.type = type;
        this.workspace = workspace;
        this.input = Tensor.zeros(DType.FLOAT32, type.shape());
        this.wide = bind.apply(type.withDType(DType.FLOAT32), new Workspace());
    }

    /** Binds as it stands, or in float32 where the type is a half. */
    static BoundStep bind(TensorType type, Workspace workspace, BiFunction<TensorType, Workspace, BoundStep> bind) {
        return type.dtype().isHalf() ? new Widened(type, workspace, bind) : bind.apply(type, workspace);
    }

    @Override
    public Tensor run(Tensor half, Context context) {
        widen(type.dtype(), half.shorts(), input.floats(), half.length());
        Tensor result = wide.run(input, context);
        if (output == null) {
            output = workspace.tensor(type.dtype(), result.shape());
        }
        narrow(type.dtype(), result.floats(), output.shorts(), result.length());
        return output;
    }

    @Override
    public String kernel() {
        return wide.kernel();
    }

    private static void widen(DType dtype, short[] from, float[] to, int count) {
        if (dtype == DType.FLOAT16) {
            for (int i = 0; i < count; i++) {
                to[i] = Half.float16ToFloat(from[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                to[i] = Half.bfloat16ToFloat(from[i]);
            }
        }
    }

    private static void narrow(DType dtype, float[] from, short[] to, int count) {
        if (dtype == DType.FLOAT16) {
            for (int i = 0; i < count; i++) {
                to[i] = Half.floatToFloat16(from[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                to[i] = Half.floatToBfloat16(from[i]);
            }
        }
    }

    /** The value rounded to the half type and widened again. */
    static float round(DType dtype, float value) {
        return switch (dtype) {
            case FLOAT16 -> Half.float16ToFloat(Half.floatToFloat16(value));
            case BFLOAT16 -> Half.bfloat16ToFloat(Half.floatToBfloat16(value));
            default -> value;
        };
    }
}
