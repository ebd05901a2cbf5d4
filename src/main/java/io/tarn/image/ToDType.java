package io.tarn.image;

import io.tarn.op.Arg;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.Arrays;
import java.util.List;

/**
 * Converts a tensor's elements. Unscaled, floating values are truncated toward zero to integers. Scaled, 0..1 stands for
 * 0 to an integer type's maximum, as in torchvision: integers become {@code x * (1 / maximum)}, which is not always the
 * {@code x / 255} of to_tensor, and floating values {@code (int) (x * (maximum + 0.999))}.
 */
public record ToDType(DType dtype, Scaling scaling) implements ImageStep {
    /** Whether 0..1 stands for an integer type's range. */
    public enum Scaling {
        KEEP,
        SCALE
    }

    static final Operator OPERATOR = new Operator(
            "to_dtype",
            "Converts a tensor's elements to another type",
            "torchvision.transforms.v2.functional.to_dtype",
            List.of(
                    Arg.optional("dtype", "float32, uint8, bfloat16, ...", "float32", "the new type"),
                    Arg.optional("scale", "true or false", "false", "whether 0..1 stands for an integer type's range")),
            args -> new ToDType(
                    DType.named(args.choice(
                            "dtype",
                            "float32",
                            Arrays.stream(DType.values()).map(DType::toString).toList())),
                    args.flag("scale") ? Scaling.SCALE : Scaling.KEEP));

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        Inputs.tensor(name(), input);
        DType from = input.dtype();
        boolean unsafe = scaling == Scaling.SCALE
                && ((from == DType.FLOAT32 && (dtype == DType.INT32 || dtype == DType.INT64))
                        || (from == DType.FLOAT64 && dtype == DType.INT64));
        if (unsafe) {
            throw new SpecException(
                    "dtype", "to_dtype: " + from + " cannot hold the range of " + dtype + "; leave scale out");
        }
        return input.withDType(dtype);
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        TensorType output = outputType(input);
        DType from = input.dtype();
        if (from == dtype) {
            return (tensor, context) -> tensor;
        }
        return (tensor, context) -> {
            Tensor converted = workspace.tensor(output.dtype(), output.shape());
            if (scaling == Scaling.KEEP || (from.isFloating() && dtype.isFloating())) {
                convert(tensor, converted);
            } else if (from.isFloating()) {
                unitToWhole(tensor, converted);
            } else if (dtype.isFloating()) {
                convert(tensor, converted);
                wholeToUnit(converted, from);
            } else {
                shift(tensor, converted);
            }
            return converted;
        };
    }

    private static void convert(Tensor from, Tensor to) {
        for (int i = 0; i < to.length(); i++) {
            if (from.dtype().isFloating()) {
                Elements.put(to, i, from.valueAt(i));
            } else {
                Elements.put(to, i, Elements.whole(from, i));
            }
        }
    }

    private static void unitToWhole(Tensor from, Tensor to) {
        double factor = maximum(to.dtype()) + 1.0 - 1e-3;
        for (int i = 0; i < to.length(); i++) {
            Elements.put(to, i, (long) product(from, i, factor));
        }
    }

    private static void wholeToUnit(Tensor values, DType whole) {
        double factor = 1.0 / maximum(whole);
        for (int i = 0; i < values.length(); i++) {
            Elements.put(values, i, product(values, i, factor));
        }
    }

    /** Rounded to the tensor's type; all but float64 multiply in float32. */
    private static double product(Tensor tensor, int index, double factor) {
        if (tensor.dtype() == DType.FLOAT64) {
            return tensor.doubles()[index] * factor;
        }
        float product = (float) tensor.valueAt(index) * (float) factor;
        return Normalize.rounded(tensor.dtype(), product);
    }

    private static void shift(Tensor from, Tensor to) {
        int left = bits(to.dtype()) - bits(from.dtype());
        for (int i = 0; i < to.length(); i++) {
            long value = Elements.whole(from, i);
            Elements.put(to, i, left < 0 ? value >> -left : value << left);
        }
    }

    private static double maximum(DType whole) {
        return whole == DType.INT64 ? Long.MAX_VALUE : (1L << bits(whole)) - 1;
    }

    /** Without the sign. */
    private static int bits(DType whole) {
        return whole == DType.UINT8 ? 8 : 8 * whole.bytes() - 1;
    }
}
