package io.tarn.pool;

import io.tarn.kernel.PowerMean;
import io.tarn.op.Arg;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.List;

/**
 * The generalised mean of each channel ({@code gem}; Radenović, Tolias and Chum, TPAMI 2019, arXiv:1711.02512):
 * [C, H, W] to [C, 1, 1], (mean of max(x, eps)^p)^(1/p). float32 and float64; powers, their sum in row-major order,
 * the mean and the root are doubles and rounded once. A NaN makes its channel NaN.
 *
 * @param p 1 is the mean, large ones approach the maximum; not 0
 * @param eps what smaller elements count as, at least 0
 */
public record Gem(double p, double eps) implements PoolSpec {
    static final List<Operator> OPERATORS = List.of(new Operator(
            "gem",
            "the generalised mean of each channel, (mean of max(x, eps)^p)^(1/p), [C, H, W] to [C, 1, 1]",
            "Radenović, Tolias and Chum 2019, arXiv:1711.02512",
            List.of(
                    Arg.optional("p", "number", "3", "1 is the mean, large ones approach the maximum; not 0"),
                    Arg.optional("eps", "number", "1e-6", "what smaller elements count as, at least 0")),
            args -> new Gem(args.number("p", 3), args.number("eps", 1e-6))));

    public Gem {
        if (p == 0 || !Double.isFinite(p)) {
            throw new SpecException("p", "gem: p must be a number other than 0, not " + p);
        }
        if (!(eps >= 0 && Double.isFinite(eps))) {
            throw new SpecException("eps", "gem: eps must be a number of at least 0, not " + eps);
        }
    }

    @Override
    public String name() {
        return "gem";
    }

    @Override
    public TensorType outputType(TensorType input) {
        Shape shape = Inputs.shape(name(), 2, Inputs.FULL_WIDTH, input);
        return input.withShape(Shape.of(shape.size(0), 1, 1));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        Tensor output = workspace.tensor(input.dtype(), outputType(input).shape());
        Shape shape = input.shape();
        return new Bound(new PowerMean(Math.multiplyExact(shape.size(1), shape.size(2)), p, eps), output);
    }

    private record Bound(PowerMean mean, Tensor output) implements BoundStep {
        @Override
        public Tensor run(Tensor input, Context context) {
            mean.run(input.array(), output.length(), output.array());
            return output;
        }
    }
}
