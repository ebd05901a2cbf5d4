package io.tarn.pool;

import io.tarn.kernel.Divisor;
import io.tarn.kernel.Kernel;
import io.tarn.kernel.Pooling;
import io.tarn.kernel.Powers;
import io.tarn.kernel.Window;
import io.tarn.op.Arg;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The p-norm of each window ({@code lp_pool1d} to {@code lp_pool3d}), within 4 ulp of PyTorch's. As PyTorch computes
 * it: the mean of x^p (padding counted) times the number of taps, to the power 1/p, so that p = 1 gives signed sums,
 * odd p gives NaN where the sum is negative, and a partial window counts as a whole one. {@link Signs#DROPPED} is
 * ONNX's: the sum of |x|^p to the power 1/p. Floating types; p = inf is the largest |x|.
 *
 * @param normType p, not 0
 */
public record LpPool(Frame frame, double normType, Signs signs) implements PoolSpec {
    private static final Arg ABS = Arg.optional(
            "abs",
            "true or false",
            "false",
            "take |x|, and partial windows as they are, as ONNX does; false takes x, so that odd p can give signed sums or NaN, as PyTorch does");

    static final List<Operator> OPERATORS =
            IntStream.rangeClosed(1, 3).mapToObj(LpPool::operator).toList();

    public LpPool {
        frame.check(name(frame));
        checkNorm(name(frame), normType);
    }

    static void checkNorm(String operator, double normType) {
        if (normType == 0 || Double.isNaN(normType) || normType == Double.NEGATIVE_INFINITY) {
            throw new SpecException(
                    "norm_type",
                    operator + ": norm_type must be a number other than 0 or .inf (the largest |x|), not " + normType);
        }
    }

    /** An exponent, p or 1 / p, in the tensor's type, as PyTorch has it: unrounded it would cost 3 ulp and more. */
    static double inType(double exponent, DType dtype) {
        return dtype == DType.FLOAT64 ? exponent : Widened.round(dtype, (float) exponent);
    }

    private static Operator operator(int rank) {
        return new Operator(
                "lp_pool" + rank + "d",
                "the p-norm of each window; floating types",
                "torch.nn.functional; ONNX LpPool with abs: true",
                FrameArgs.with(rank, Arg.required("norm_type", "number", "p, not 0; .inf for the largest |x|"), ABS),
                args -> new LpPool(
                        FrameArgs.frame(args, rank),
                        args.number("norm_type", 2),
                        args.flag("abs") ? Signs.DROPPED : Signs.KEPT));
    }

    private static String name(Frame frame) {
        return "lp_pool" + frame.rank() + "d";
    }

    @Override
    public String name() {
        return name(frame);
    }

    @Override
    public TensorType outputType(TensorType input) {
        Shape shape = Sliding.outputShape(name(), frame, Inputs.FLOATING, input);
        return input.withShape(signs == Signs.KEPT ? frame.checkAverage(name(), input, shape) : shape);
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        TensorType output = outputType(input);
        // PyTorch rounds half types after each part; the plain norm rounds once.
        DType rounded = signs == Signs.KEPT ? input.dtype() : DType.FLOAT32;
        return Widened.bind(input, workspace, (type, target) -> {
            Window window = frame.window(name(), type.shape());
            Tensor result = target.tensor(type.dtype(), output.shape());
            if (normType == 2 && type.dtype() == DType.FLOAT32 && !rounded.isHalf()) {
                return new Sliding(norm(window), result);
            }
            return new Bound(window, rounded, Tensor.zeros(type.dtype(), type.shape()), result);
        });
    }

    private Kernel norm(Window window) {
        return signs == Signs.KEPT
                ? Pooling.norm(
                        window, Divisor.paddedTaps(window), frame.kernel().product())
                : Pooling.norm(window, null, 1);
    }

    private final class Bound implements BoundStep {
        private final DType rounded;
        private final Tensor powers;
        private final Tensor output;
        private final Powers parts;
        private final Kernel kernel;
        private final double power;
        private final double root;

        Bound(Window window, DType rounded, Tensor powers, Tensor output) {
            this.rounded = rounded;
            this.powers = powers;
            this.output = output;
            var element = Inputs.element(powers.dtype());
            this.parts = Pooling.powers(element);
            DType type = rounded.isHalf() ? rounded : powers.dtype();
            this.power = inType(normType, type);
            this.root = inType(1 / normType, type);
            if (Double.isInfinite(normType)) {
                kernel = Pooling.max(element, window);
            } else if (signs == Signs.DROPPED) {
                kernel = Pooling.sum(element, window);
            } else {
                kernel = Pooling.average(element, window, Divisor.paddedTaps(window));
            }
        }

        @Override
        public Tensor run(Tensor input, Context context) {
            Object raised = powers.array();
            Object result = output.array();
            if (Double.isInfinite(normType)) {
                parts.magnitudes(input.array(), raised, input.length());
                kernel.run(raised, result, null);
                return output;
            }
            if (signs == Signs.DROPPED) {
                parts.magnitudes(input.array(), raised, input.length());
                parts.raise(raised, raised, input.length(), power);
                kernel.run(raised, result, null);
            } else {
                raise(input.array(), raised, input.length());
                kernel.run(raised, result, null);
                round(output);
                parts.scale(result, output.length(), frame.kernel().product());
                round(output);
            }
            parts.raise(result, result, output.length(), root);
            return output;
        }

        private void raise(Object input, Object raised, int count) {
            if (rounded == DType.FLOAT16 && Math.abs(normType) == 0.5) {
                // PyTorch has a square root for every type but this: its pow makes +inf of -inf, and not NaN.
                parts.pow(input, raised, count, power);
                round(powers);
                return;
            }
            // PyTorch cubes bfloat16 by two products, and float16 by pow.
            boolean twice = power == 3 && rounded == DType.BFLOAT16;
            parts.raise(input, raised, count, twice ? 2 : power);
            round(powers);
            if (twice) {
                parts.multiply(input, raised, count);
                round(powers);
            }
        }

        private void round(Tensor values) {
            if (rounded.isHalf()) {
                float[] array = values.floats();
                for (int i = 0; i < values.length(); i++) {
                    array[i] = Widened.round(rounded, array[i]);
                }
            }
        }

        @Override
        public String kernel() {
            return kernel.name();
        }
    }
}
