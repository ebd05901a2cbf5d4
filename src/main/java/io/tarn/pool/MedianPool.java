package io.tarn.pool;

import io.tarn.kernel.LowerMedian;
import io.tarn.op.Arg;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.TensorType;
import io.tarn.tensor.Workspace;
import java.util.List;

/**
 * The lower median of each window ({@code median_pool2d}): of its k elements in order, the ((k - 1) / 2)-th from 0, as
 * {@code torch.median} chooses. [C, H, W] to [C, floor((H + 2 * padding - kernel) / stride) + 1, likewise W], float32
 * and float64. A NaN in the window gives NaN; -0 comes before +0.
 *
 * @param padding reflected elements on both sides of each dimension, fewer than the window's and the input's
 */
public record MedianPool(Sizes kernel, Sizes stride, Sizes padding) implements PoolSpec {
    static final List<Operator> OPERATORS = List.of(new Operator(
            "median_pool2d",
            "the lower median of each window",
            "torch.median; Tukey 1977, Exploratory Data Analysis",
            List.of(
                    Arg.required("kernel_size", FrameArgs.perDimension(2), "taps of a window"),
                    Arg.optional("stride", FrameArgs.perDimension(2), "kernel_size", "from one window to the next"),
                    Arg.optional(
                            "padding",
                            FrameArgs.perDimension(2),
                            "0",
                            "mirrors what lies inside of the edges; less than kernel_size and the input")),
            args -> {
                Sizes kernel = Sizes.of(args.sizes("kernel_size", 2));
                return new MedianPool(
                        kernel,
                        args.has("stride") ? Sizes.of(args.sizes("stride", 2)) : kernel,
                        Sizes.of(args.sizes("padding", 2, 0)));
            }));

    public MedianPool {
        frame(kernel, stride, padding).check("median_pool2d");
    }

    private static Frame frame(Sizes kernel, Sizes stride, Sizes padding) {
        return new Frame(kernel, stride, Padding.eachSide(padding, padding), Sizes.all(2, 1), Rounding.FLOOR);
    }

    @Override
    public String name() {
        return "median_pool2d";
    }

    @Override
    public TensorType outputType(TensorType input) {
        return input.withShape(Reflected.outputShape(name(), "padding", frame(kernel, stride, padding), input));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        var median = new LowerMedian(frame(kernel, stride, padding).window(name(), input.shape()));
        return new Sliding(median, Sliding.output(outputType(input), workspace));
    }
}
