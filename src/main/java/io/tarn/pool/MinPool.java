package io.tarn.pool;

import io.tarn.kernel.Kernel;
import io.tarn.kernel.Mirror;
import io.tarn.kernel.Pooling;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.Operator;
import io.tarn.op.TensorType;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The smallest element of each window ({@code min_pool1d} to {@code min_pool3d}): the mirror image of {@link MaxPool},
 * for every element type, and without indices. A window without a tap inside the input is +inf or the highest integer.
 */
public record MinPool(Frame frame) implements PoolSpec {
    static final List<Operator> OPERATORS =
            IntStream.rangeClosed(1, 3).mapToObj(MinPool::operator).toList();

    public MinPool {
        frame.check(name(frame));
    }

    private static Operator operator(int rank) {
        return new Operator(
                "min_pool" + rank + "d",
                "the smallest element of each window; any element type",
                "-max_pool(-x) of torch.nn.functional",
                FrameArgs.with(rank),
                args -> new MinPool(FrameArgs.frame(args, rank)));
    }

    private static String name(Frame frame) {
        return "min_pool" + frame.rank() + "d";
    }

    @Override
    public String name() {
        return name(frame);
    }

    @Override
    public TensorType outputType(TensorType input) {
        return input.withShape(Sliding.outputShape(name(), frame, Inputs.ALL, input));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        TensorType output = outputType(input);
        return Widened.bind(input, workspace, (type, target) -> {
            Kernel max = Pooling.max(Inputs.element(type.dtype()), frame.window(name(), type.shape()));
            return new Mirrored(
                    max, Tensor.zeros(type.dtype(), type.shape()), target.tensor(type.dtype(), output.shape()));
        });
    }

    private record Mirrored(Kernel max, Tensor mirrored, Tensor output) implements BoundStep {
        @Override
        public Tensor run(Tensor input, Context context) {
            Mirror.run(input.array(), mirrored.array(), input.length());
            max.run(mirrored.array(), output.array(), null);
            Mirror.run(output.array(), output.array(), output.length());
            return output;
        }

        @Override
        public String kernel() {
            return max.name();
        }
    }
}
