package io.tarn.image;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.tensor.Half;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.List;

/**
 * x * first + step(x) * second, where every product and the sum is rounded to the tensor's type, as in PyTorch.
 *
 * @param with a step that keeps shape and type
 */
public record Blend(Step with, double first, double second) implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "blend",
            "x * a + step(x) * b",
            "PyTorch, element by element",
            List.of(
                    Arg.required("with", "a step", "what makes the second term"),
                    Arg.required("weights", "[a, b]", "the factors of x and of step(x)")),
            Blend::parse);

    private static Blend parse(Args args) {
        double[] weights = args.numbers("weights");
        if (weights.length != 2) {
            throw args.refuse("weights", "must be two numbers, [a, b], not " + args.raw("weights"));
        }
        return new Blend(args.step("with"), weights[0], weights[1]);
    }

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        Inputs.floats(name(), input);
        TensorType other = with.outputType(input);
        if (!other.equals(input)) {
            throw new SpecException(
                    "with",
                    "blend: " + with.name() + " makes " + other + " of " + input + "; use a step that keeps it");
        }
        return input;
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        TensorType type = outputType(input);
        BoundStep other = with.bind(type, workspace.inner(0));
        return (x, context) -> {
            Tensor y = other.run(x, context);
            Tensor sum = workspace.tensor(type.dtype(), type.shape());
            switch (type.dtype()) {
                case FLOAT32 -> blend(x.floats(), y.floats(), sum.floats(), sum.length());
                case FLOAT64 -> blend(x.doubles(), y.doubles(), sum.doubles(), sum.length());
                case FLOAT16 -> {
                    for (int i = 0; i < sum.length(); i++) {
                        sum.shorts()[i] = float16(x.shorts()[i], y.shorts()[i]);
                    }
                }
                case BFLOAT16 -> {
                    for (int i = 0; i < sum.length(); i++) {
                        sum.shorts()[i] = bfloat16(x.shorts()[i], y.shorts()[i]);
                    }
                }
                default -> throw new IllegalStateException(type.toString());
            }
            return sum;
        };
    }

    private void blend(float[] x, float[] y, float[] sum, int length) {
        float a = (float) first;
        float b = (float) second;
        for (int i = 0; i < length; i++) {
            sum[i] = x[i] * a + y[i] * b;
        }
    }

    private void blend(double[] x, double[] y, double[] sum, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] = x[i] * first + y[i] * second;
        }
    }

    private short float16(short x, short y) {
        float left = Half.float16ToFloat(Half.floatToFloat16(Half.float16ToFloat(x) * (float) first));
        float right = Half.float16ToFloat(Half.floatToFloat16(Half.float16ToFloat(y) * (float) second));
        return Half.floatToFloat16(left + right);
    }

    private short bfloat16(short x, short y) {
        float left = Half.bfloat16ToFloat(Half.floatToBfloat16(Half.bfloat16ToFloat(x) * (float) first));
        float right = Half.bfloat16ToFloat(Half.floatToBfloat16(Half.bfloat16ToFloat(y) * (float) second));
        return Half.floatToBfloat16(left + right);
    }
}
