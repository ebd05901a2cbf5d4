package io.tarn.image;

import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;

/** Resizes an int32 image as Pillow does its mode I: sums in double, each pass rounded. */
final class ResizeInts implements BoundStep {
    private final Plane from;
    private final TensorType output;
    private final Weights horizontal;
    private final Weights vertical;
    private final Workspace workspace;

    ResizeInts(Plane from, TensorType output, Filter filter, Workspace workspace) {
        Plane to = new Plane(output);
        this.from = from;
        this.output = output;
        this.horizontal = Weights.exact(from.width(), to.width(), filter);
        this.vertical = Weights.exact(from.height(), to.height(), filter);
        this.workspace = workspace;
    }

    @Override
    public Tensor run(Tensor image, Context context) {
        Tensor resized = workspace.tensor(DType.INT32, output.shape());
        int width = horizontal.out();
        int[] rows = new int[Math.multiplyExact(from.height(), width)];
        for (int y = 0; y < from.height(); y++) {
            for (int x = 0; x < width; x++) {
                rows[y * width + x] = sum(horizontal, x, image.ints(), y * from.width(), 1);
            }
        }
        for (int y = 0; y < vertical.out(); y++) {
            for (int x = 0; x < width; x++) {
                resized.ints()[y * width + x] = sum(vertical, y, rows, x, width);
            }
        }
        return resized;
    }

    private static int sum(Weights axis, int out, int[] source, int from, int stride) {
        double sum = 0;
        for (int t = 0; t < axis.count()[out]; t++) {
            sum += source[from + (axis.first()[out] + t) * stride] * axis.weights()[out * axis.taps() + t];
        }
        double rounded = sum >= 0 ? Math.floor(sum + 0.5f) : -Math.floor(Math.abs(sum) + 0.5f);
        // what x86 makes of it where no int does
        return rounded > Integer.MAX_VALUE || rounded < Integer.MIN_VALUE ? Integer.MIN_VALUE : (int) rounded;
    }
}
