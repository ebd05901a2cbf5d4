package io.tarn.pool;

import io.tarn.kernel.CascadeSum;
import io.tarn.kernel.Pooling;
import io.tarn.kernel.Powers;
import io.tarn.op.Arg;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.Operator;
import io.tarn.op.TensorType;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.List;

/**
 * The p-norm of each channel, of any rank: [C, ...] to [C, 1, ...], (sum |x|^p)^(1/p), summed as {@code mean()} sums.
 * Floating types; p = inf is the largest |x|.
 *
 * @param normType p, not 0
 */
public record GlobalLpPool(double normType) implements PoolSpec {
    static final List<Operator> OPERATORS = List.of(new Operator(
            "global_lp_pool",
            "the p-norm of each channel",
            "ONNX GlobalLpPool",
            List.of(Arg.optional("norm_type", "number", "2", "p, not 0; .inf for the largest |x|")),
            args -> new GlobalLpPool(args.number("norm_type", 2))));

    public GlobalLpPool {
        LpPool.checkNorm("global_lp_pool", normType);
    }

    @Override
    public String name() {
        return "global_lp_pool";
    }

    @Override
    public TensorType outputType(TensorType input) {
        return input.withShape(GlobalMaxPool.outputShape(name(), input));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        TensorType output = outputType(input);
        return Widened.bind(input, workspace, (type, target) -> {
            var element = Inputs.element(type.dtype());
            Powers parts = Pooling.powers(element);
            Tensor powers = Tensor.zeros(type.dtype(), type.shape());
            return Double.isInfinite(normType)
                    ? new Largest(parts, powers, Adaptive.max(type, output.shape(), Indices.NONE, target))
                    : new Norm(
                            parts,
                            powers,
                            Pooling.cascadeSum(element),
                            normType,
                            target.tensor(type.dtype(), output.shape()));
        });
    }

    private record Largest(Powers parts, Tensor magnitudes, BoundStep max) implements BoundStep {
        @Override
        public Tensor run(Tensor input, Context context) {
            parts.magnitudes(input.array(), magnitudes.array(), input.length());
            return max.run(magnitudes, context);
        }

        @Override
        public String kernel() {
            return max.kernel();
        }
    }

    private record Norm(Powers parts, Tensor powers, CascadeSum sum, double normType, Tensor output)
            implements BoundStep {
        @Override
        public Tensor run(Tensor input, Context context) {
            int channels = output.length();
            parts.magnitudes(input.array(), powers.array(), input.length());
            parts.raise(powers.array(), powers.array(), input.length(), normType);
            sum.sums(powers.array(), input.length() / channels, channels, output.array());
            parts.raise(output.array(), output.array(), channels, LpPool.inType(1 / normType, output.dtype()));
            return output;
        }

        @Override
        public String kernel() {
            return sum.name();
        }
    }
}
