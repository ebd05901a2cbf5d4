package io.tarn.pool;

import io.tarn.kernel.Kernel;
import io.tarn.kernel.Window;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.Set;

/** A sliding kernel bound to an input: what maxima, sums and averages have in common. */
final class Sliding implements BoundStep {
    private final Kernel kernel;
    private final Tensor output;

    Sliding(Kernel kernel, Tensor output) {
        this.kernel = kernel;
        this.output = output;
    }

    @Override
    public Tensor run(Tensor input, Context context) {
        kernel.run(input.array(), output.array(), null);
        return output;
    }

    @Override
    public String kernel() {
        return kernel.name();
    }

    /** The shape that a frame makes of an input, its sizes known where the input's are. */
    static Shape outputShape(String operator, Frame frame, Set<DType> types, TensorType input) {
        Shape shape = Inputs.shape(operator, frame.rank(), types, input);
        for (int i = 0; i < frame.rank(); i++) {
            shape = shape.with(1 + i, frame.outputSize(operator, i, shape.size(1 + i)));
        }
        return shape;
    }

    /** The tensor that a step over that window writes. */
    static Tensor output(TensorType type, Workspace workspace) {
        return workspace.tensor(type.dtype(), type.shape());
    }

    /** Row-major positions in a channel's input to those with the first spatial dimension fastest. */
    static void toColumnMajor(long[] indices, int count, Window window) {
        long height = window.height().in();
        long width = window.width().in();
        long depth = window.depth().in();
        for (int i = 0; i < count; i++) {
            long d = indices[i] / (height * width);
            long h = indices[i] / width % height;
            long w = indices[i] % width;
            indices[i] = d + depth * (h + height * w);
        }
    }
}
