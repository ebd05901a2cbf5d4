package io.tarn.pool;

import io.tarn.kernel.Scatter;
import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts maxima back where they came from, into zeros ({@code max_unpool1d} to {@code max_unpool3d}), with the indices
 * that the last pool left beside the tensor; they are used up. Each size becomes (in - 1) * stride - 2 * padding +
 * kernel. Of equal indices the last one wins; one outside the output fails the image. Floating types.
 *
 * @param padding what the pool had on both sides of each dimension
 * @param outputSize the output's size instead, less than a stride away from the one above; null for that one
 */
public record MaxUnpool(Sizes kernel, Sizes stride, Sizes padding, Sizes outputSize) implements PoolSpec {
    static final List<Operator> OPERATORS =
            IntStream.rangeClosed(1, 3).mapToObj(MaxUnpool::operator).toList();

    public MaxUnpool {
        new Frame(kernel, stride, Padding.bothSides(padding), Sizes.all(kernel.rank(), 1), Rounding.FLOOR)
                .check(name(kernel));
        for (int i = 0; outputSize != null && i < outputSize.rank(); i++) {
            if (outputSize.at(i) < 1) {
                throw new SpecException(
                        "output_size", name(kernel) + ": output_size must be at least 1, not " + outputSize.at(i));
            }
        }
    }

    private static Operator operator(int rank) {
        String sizes = FrameArgs.perDimension(rank);
        return new Operator(
                "max_unpool" + rank + "d",
                "maxima back where they came from, zeros elsewhere; follows a max_pool with return_indices: true in the same list; floating types",
                "torch.nn.functional; ONNX MaxUnpool",
                List.of(
                        Arg.required("kernel_size", sizes, "as the pool's"),
                        Arg.optional("stride", sizes, "kernel_size", "as the pool's"),
                        Arg.optional("padding", sizes, "0", "as the pool's"),
                        Arg.optional(
                                "output_size",
                                sizes,
                                "(in - 1) * stride - 2 * padding + kernel_size",
                                "the spatial sizes before the pool, which the default cannot tell where windows did not fit evenly; less than a stride from it")),
                args -> parse(args, rank));
    }

    private static MaxUnpool parse(Args args, int rank) {
        Sizes kernel = Sizes.of(args.sizes("kernel_size", rank));
        return new MaxUnpool(
                kernel,
                args.has("stride") ? Sizes.of(args.sizes("stride", rank)) : kernel,
                Sizes.of(args.sizes("padding", rank, 0)),
                args.has("output_size") ? Sizes.of(args.sizes("output_size", rank)) : null);
    }

    private static String name(Sizes kernel) {
        return "max_unpool" + kernel.rank() + "d";
    }

    @Override
    public String name() {
        return name(kernel);
    }

    @Override
    public TensorType outputType(TensorType input) {
        Shape shape = Inputs.shape(name(), kernel.rank(), Inputs.FLOATING, input);
        if (input.indices() == null) {
            throw new SpecException(
                    name() + ": there are no indices to unpool with; add return_indices: true to a max_pool"
                            + kernel.rank() + "d before it");
        }
        if (input.hasColumnMajorIndices()) {
            throw new SpecException(
                    name() + ": the indices before it count along columns, and it reads those along rows; set"
                            + " storage_order: 0 on the max_pool" + kernel.rank() + "d before it");
        }
        if (shape.isKnown() && input.indices().isKnown() && !shape.equals(input.indices())) {
            throw new SpecException(name() + ": the input is " + shape + " and the indices are " + input.indices()
                    + "; both must be as the pool left them");
        }
        for (int i = 0; i < kernel.rank(); i++) {
            shape = shape.with(1 + i, outputSize(i, shape.size(1 + i)));
        }
        return input.withShape(shape).withIndices(null);
    }

    private int outputSize(int i, int in) {
        if (in == Shape.UNKNOWN) {
            return outputSize == null ? Shape.UNKNOWN : outputSize.at(i);
        }
        long out = (in - 1L) * stride.at(i) - 2L * padding.at(i) + kernel.at(i);
        String dimension = Frame.dimension(kernel.rank(), i);
        if (outputSize != null) {
            if (Math.abs(outputSize.at(i) - out) >= stride.at(i)) {
                throw new SpecException(
                        "output_size",
                        name() + ": output_size " + outputSize.at(i) + " is not within one stride (" + stride.at(i)
                                + ") of the " + dimension + " " + out + "; use " + Math.max(1, out - stride.at(i) + 1)
                                + " to " + (out + stride.at(i) - 1));
            }
            return outputSize.at(i);
        }
        if (out < 1 || out > Integer.MAX_VALUE) {
            throw new SpecException(
                    "padding",
                    name() + ": the output's " + dimension + " would be " + out
                            + "; use the kernel_size, stride and padding of the pool before it");
        }
        return (int) out;
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        TensorType output = outputType(input);
        return new Bound(input.shape(), workspace.tensor(output.dtype(), output.shape()));
    }

    private final class Bound implements BoundStep {
        private final int channels;
        private final int inPlane;
        private final int outPlane;
        private final Tensor output;

        Bound(Shape input, Tensor output) {
            this.channels = input.size(0);
            this.inPlane = Math.toIntExact(input.elements() / channels);
            this.outPlane = output.length() / channels;
            this.output = output;
        }

        @Override
        public Tensor run(Tensor input, Context context) {
            long[] indices = context.indices().longs();
            int bad = Scatter.run(input.array(), inPlane, indices, output.array(), outPlane, channels);
            if (bad >= 0) {
                throw new ImageException(
                        "bad_index",
                        name() + ": index " + indices[bad] + " is outside the " + outPlane
                                + " elements of a channel of " + output.shape()
                                + "; give the pool's input as output_size");
            }
            context.indices(null);
            return output;
        }
    }
}
