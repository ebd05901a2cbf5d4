package io.tarn.pool;

import io.tarn.kernel.BinomialBlur;
import io.tarn.op.Arg;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Workspace;
import java.util.List;

/**
 * Anti-aliased down-sampling ({@code blur_pool}; Zhang, ICML 2019, arXiv:1904.11486): every channel, [C, H, W] to
 * [C, ceil(H / stride), ceil(W / stride)], is filtered with the outer product of a row of Pascal's triangle with
 * itself over its sum, and every stride-th element stays. The padding reflects, (filt_size - 1) / 2 before and
 * filt_size / 2 after, both rounded down, as in the author's code. float32 and float64; weights are exact, sums are
 * doubles, first along the rows, and rounded once. A NaN spreads over its windows.
 *
 * @param filterSize taps in both dimensions, 1 (no blur) to 7
 */
public record BlurPool(int filterSize, Sizes stride) implements PoolSpec {
    static final List<Operator> OPERATORS = List.of(new Operator(
            "blur_pool",
            "anti-aliased down-sampling: every stride-th element after a binomial blur",
            "Zhang 2019, arXiv:1904.11486",
            List.of(
                    Arg.optional("filt_size", "int, 1 to 7", "4", "taps in both dimensions"),
                    Arg.optional("stride", FrameArgs.perDimension(2), "2", "from one output to the next")),
            args -> new BlurPool(args.integer("filt_size", 4), Sizes.of(args.sizes("stride", 2, 2)))));

    public BlurPool {
        if (filterSize < 1 || filterSize > 7) {
            throw new SpecException("filt_size", "blur_pool: filt_size must be 1 to 7, not " + filterSize);
        }
        frame(filterSize, stride).check("blur_pool");
    }

    private static Frame frame(int filterSize, Sizes stride) {
        Padding padding = Padding.eachSide(Sizes.all(2, (filterSize - 1) / 2), Sizes.all(2, filterSize / 2));
        return new Frame(Sizes.all(2, filterSize), stride, padding, Sizes.all(2, 1), Rounding.FLOOR);
    }

    @Override
    public String name() {
        return "blur_pool";
    }

    @Override
    public TensorType outputType(TensorType input) {
        return input.withShape(Reflected.outputShape(name(), "filt_size", frame(filterSize, stride), input));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        var blur = new BinomialBlur(frame(filterSize, stride).window(name(), input.shape()));
        return new Sliding(blur, Sliding.output(outputType(input), workspace));
    }
}
