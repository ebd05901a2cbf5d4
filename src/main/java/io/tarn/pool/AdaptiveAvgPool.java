package io.tarn.pool;

import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.TensorType;
import io.tarn.tensor.Workspace;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean of each of {@code outputSize} windows that cover the input ({@code adaptive_avg_pool1d} to
 * {@code adaptive_avg_pool3d}), which are those of {@link AdaptiveMaxPool}: the sum in row-major order divided by depth,
 * height and width in turn. One element per channel is PyTorch's {@code mean()}, a cascade sum, with the same bits.
 * Floating types; halves sum in float32, where PyTorch's 3-D pool rounds every addition.
 */
public record AdaptiveAvgPool(Sizes outputSize) implements PoolSpec {
    static final List<Operator> OPERATORS =
            IntStream.rangeClosed(1, 3).mapToObj(AdaptiveAvgPool::operator).toList();

    public AdaptiveAvgPool {
        AdaptiveSizes.check(name(outputSize), outputSize);
    }

    private static Operator operator(int rank) {
        return new Operator(
                "adaptive_avg_pool" + rank + "d",
                "the mean of each of output_size windows that cover the input; floating types",
                "torch.nn.functional",
                List.of(AdaptiveSizes.arg(rank)),
                args -> new AdaptiveAvgPool(AdaptiveSizes.parse(args, rank)));
    }

    private static String name(Sizes outputSize) {
        return "adaptive_avg_pool" + outputSize.rank() + "d";
    }

    @Override
    public String name() {
        return name(outputSize);
    }

    @Override
    public TensorType outputType(TensorType input) {
        return input.withShape(AdaptiveSizes.outputShape(name(), outputSize, input));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        return Adaptive.average(input, outputType(input).shape(), workspace);
    }
}
