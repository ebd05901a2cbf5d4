package io.tarn.pool;

import io.tarn.kernel.Divisor;
import io.tarn.kernel.Pooling;
import io.tarn.kernel.Window;
import io.tarn.op.Arg;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean of each window ({@code avg_pool1d} to {@code avg_pool3d}): the sum of the taps inside the input in row-major
 * order, divided once. Floating types, int64 (truncated toward zero) and, beyond PyTorch, uint8 (rounded to the
 * nearest, ties to even). A window without a tap inside is 0.
 *
 * @param counted what the sum is divided by
 * @param divisorOverride divides instead where it is not null; not 0
 */
public record AvgPool(Frame frame, Counted counted, Integer divisorOverride) implements PoolSpec {
    static final List<Operator> OPERATORS =
            IntStream.rangeClosed(1, 3).mapToObj(AvgPool::operator).toList();

    /** The taps that an average counts ({@code count_include_pad} in job files). */
    public enum Counted {
        /** Those in the input or its padding. */
        PADDING_TOO,
        /** Those in the input. */
        INPUT_ONLY
    }

    public AvgPool {
        frame.check(name(frame));
        if (divisorOverride != null && divisorOverride == 0) {
            throw new SpecException(
                    "divisor_override",
                    name(frame) + ": divisor_override must not be 0; leave it out to divide by the number of taps");
        }
    }

    private static Operator operator(int rank) {
        List<Arg> args = new ArrayList<>(FrameArgs.with(rank));
        args.add(Arg.optional(
                "count_include_pad",
                "true or false",
                "true",
                "whether padding counts in the divisor (ONNX's default is false)"));
        if (rank > 1) {
            args.add(
                    Arg.optional("divisor_override", "int", "none", "divides the sum instead; may be negative, not 0"));
        }
        return new Operator(
                "avg_pool" + rank + "d",
                "the mean of each window; floating types, int64 and uint8",
                "torch.nn.functional; ONNX AveragePool",
                args,
                given -> new AvgPool(
                        FrameArgs.frame(given, rank),
                        given.raw("count_include_pad") == null || given.flag("count_include_pad")
                                ? Counted.PADDING_TOO
                                : Counted.INPUT_ONLY,
                        given.has("divisor_override") ? (Integer) given.integer("divisor_override") : null));
    }

    private static String name(Frame frame) {
        return "avg_pool" + frame.rank() + "d";
    }

    @Override
    public String name() {
        return name(frame);
    }

    @Override
    public TensorType outputType(TensorType input) {
        Shape shape = Sliding.outputShape(name(), frame, Inputs.AVERAGED, input);
        return input.withShape(frame.checkAverage(name(), input, shape));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        TensorType output = outputType(input);
        BoundStep average = Widened.bind(input, workspace, (type, target) -> {
            Window window = frame.window(name(), type.shape());
            return new Sliding(
                    Pooling.average(Inputs.element(type.dtype()), window, divisor(window)),
                    target.tensor(type.dtype(), output.shape()));
        });
        return input.dtype().isHalf() ? new AddedToZero(average) : average;
    }

    /** PyTorch adds the rounded average to +0, so that a negative one too small for a half type is no -0. */
    private record AddedToZero(BoundStep average) implements BoundStep {
        @Override
        public Tensor run(Tensor input, Context context) {
            Tensor halves = average.run(input, context);
            short[] bits = halves.shorts();
            for (int i = 0; i < halves.length(); i++) {
                if (bits[i] == Short.MIN_VALUE) {
                    bits[i] = 0;
                }
            }
            return halves;
        }

        @Override
        public String kernel() {
            return average.kernel();
        }
    }

    private Divisor divisor(Window window) {
        if (divisorOverride != null) {
            return Divisor.same(divisorOverride);
        }
        if (counted == Counted.INPUT_ONLY) {
            return Divisor.taps(window);
        }
        return frame.rounding() == Rounding.CEIL_ONNX10
                ? Divisor.same(frame.kernel().product())
                : Divisor.paddedTaps(window);
    }
}
