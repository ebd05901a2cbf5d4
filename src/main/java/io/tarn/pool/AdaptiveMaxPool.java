package io.tarn.pool;

import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Workspace;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The largest element of each of {@code outputSize} windows that cover the input ({@code adaptive_max_pool1d} to
 * {@code adaptive_max_pool3d}): window i of m over n elements goes from floor(i * n / m) to below
 * ceil((i + 1) * n / m). Floating types.
 *
 * @param indices {@link Indices#NONE} or {@link Indices#ROW_MAJOR}
 */
public record AdaptiveMaxPool(Sizes outputSize, Indices indices) implements PoolSpec {
    static final List<Operator> OPERATORS =
            IntStream.rangeClosed(1, 3).mapToObj(AdaptiveMaxPool::operator).toList();

    public AdaptiveMaxPool {
        AdaptiveSizes.check(name(outputSize), outputSize);
    }

    private static Operator operator(int rank) {
        return new Operator(
                "adaptive_max_pool" + rank + "d",
                "the largest element of each of output_size windows that cover the input; floating types",
                "torch.nn.functional",
                List.of(AdaptiveSizes.arg(rank), FrameArgs.RETURN_INDICES),
                args -> new AdaptiveMaxPool(
                        AdaptiveSizes.parse(args, rank),
                        args.flag("return_indices") ? Indices.ROW_MAJOR : Indices.NONE));
    }

    private static String name(Sizes outputSize) {
        return "adaptive_max_pool" + outputSize.rank() + "d";
    }

    @Override
    public String name() {
        return name(outputSize);
    }

    @Override
    public boolean returnsIndices() {
        return indices != Indices.NONE;
    }

    @Override
    public TensorType outputType(TensorType input) {
        Shape shape = AdaptiveSizes.outputShape(name(), outputSize, input);
        TensorType output = input.withShape(shape);
        return returnsIndices() ? output.withIndices(shape) : output;
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        return Adaptive.max(input, outputType(input).shape(), indices, workspace);
    }
}
