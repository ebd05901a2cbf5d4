package io.tarn.image;

import io.tarn.op.Arg;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Half;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.Arrays;
import java.util.List;

/** (x - mean) / std for each channel of a floating tensor; each operation is rounded to the tensor's type. */
public record Normalize(List<Double> mean, List<Double> std) implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "normalize",
            "(x - mean) / std, channel by channel",
            "torchvision.transforms.v2.functional.normalize",
            List.of(
                    Arg.required("mean", "number, or one per channel", "what is subtracted"),
                    Arg.required("std", "number, or one per channel", "what is divided by then")),
            args -> new Normalize(boxed(args.numbers("mean")), boxed(args.numbers("std"))));

    public Normalize {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        for (double each : std) {
            if (each == 0) {
                throw new SpecException("std", "normalize: std must not be 0");
            }
        }
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        Inputs.floats(name(), input);
        int channels = Inputs.channels(name(), input);
        checkCount("mean", mean.size(), channels);
        checkCount("std", std.size(), channels);
        for (double each : std) {
            if (input.dtype() != null && input.dtype() != DType.FLOAT64 && rounded(input.dtype(), (float) each) == 0) {
                throw new SpecException(
                        "std",
                        "normalize: std " + each + " is 0 in " + input.dtype() + "; use float64 or a larger one");
            }
        }
        return input;
    }

    private static void checkCount(String argument, int given, int channels) {
        if (channels != Shape.UNKNOWN && given != 1 && given != channels) {
            throw new SpecException(
                    argument,
                    "normalize: " + argument + " has " + given + " values for " + channels
                            + (channels == 1 ? " channel" : " channels") + "; give one or each");
        }
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        TensorType type = outputType(input);
        int channels = type.shape().size(0);
        int length = channels == 0 ? 0 : Math.toIntExact(type.shape().elements() / channels);
        return (x, context) -> {
            Tensor normal = workspace.tensor(type.dtype(), type.shape());
            for (int c = 0; c < channels; c++) {
                double mean = this.mean.get(this.mean.size() == 1 ? 0 : c);
                double std = this.std.get(this.std.size() == 1 ? 0 : c);
                switch (type.dtype()) {
                    case FLOAT32 ->
                        normalize(x.floats(), normal.floats(), c * length, length, (float) mean, (float) std);
                    case FLOAT64 -> {
                        for (int i = c * length; i < (c + 1) * length; i++) {
                            normal.doubles()[i] = (x.doubles()[i] - mean) / std;
                        }
                    }
                    default -> {
                        for (int i = c * length; i < (c + 1) * length; i++) {
                            float difference = (float) x.valueAt(i) - rounded(type.dtype(), (float) mean);
                            float quotient = rounded(type.dtype(), difference) / rounded(type.dtype(), (float) std);
                            Elements.put(normal, i, (double) quotient);
                        }
                    }
                }
            }
            return normal;
        };
    }

    private static void normalize(float[] x, float[] normal, int from, int length, float mean, float std) {
        for (int i = from; i < from + length; i++) {
            normal[i] = (x[i] - mean) / std;
        }
    }

    /** A half type's nearest value; other types' as it is. */
    static float rounded(DType dtype, float value) {
        return switch (dtype) {
            case FLOAT16 -> Half.float16ToFloat(Half.floatToFloat16(value));
            case BFLOAT16 -> Half.bfloat16ToFloat(Half.floatToBfloat16(value));
            default -> value;
        };
    }
}
