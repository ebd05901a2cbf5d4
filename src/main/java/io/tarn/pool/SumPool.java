package io.tarn.pool;

import io.tarn.kernel.Pooling;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.TensorType;
import io.tarn.tensor.Workspace;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sum of each window's taps inside the input, in row-major order ({@code sum_pool1d} to {@code sum_pool3d}):
 * {@link AvgPool} before its division. Floating types, and int64, which wraps.
 */
public record SumPool(Frame frame) implements PoolSpec {
    static final List<Operator> OPERATORS =
            IntStream.rangeClosed(1, 3).mapToObj(SumPool::operator).toList();

    public SumPool {
        frame.check(name(frame));
    }

    private static Operator operator(int rank) {
        return new Operator(
                "sum_pool" + rank + "d",
                "the sum of each window; floating types and int64",
                "avg_pool of torch.nn.functional with divisor_override 1",
                FrameArgs.with(rank),
                args -> new SumPool(FrameArgs.frame(args, rank)));
    }

    private static String name(Frame frame) {
        return "sum_pool" + frame.rank() + "d";
    }

    @Override
    public String name() {
        return name(frame);
    }

    @Override
    public TensorType outputType(TensorType input) {
        return input.withShape(Sliding.outputShape(name(), frame, Inputs.SUMMED, input));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        TensorType output = outputType(input);
        return Widened.bind(
                input,
                workspace,
                (type, target) -> new Sliding(
                        Pooling.sum(Inputs.element(type.dtype()), frame.window(name(), type.shape())),
                        target.tensor(type.dtype(), output.shape())));
    }
}
