package io.tarn.image;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.Arrays;
import java.util.List;

/**
 * Moves the elements along dimensions; what leaves at one end enters at the other.
 *
 * @param shifts how far along each of {@code dims}, towards higher positions
 * @param dims height, width, channels or depth, each at most once
 */
public record Roll(List<Integer> shifts, List<String> dims) implements ImageStep {
    private static final List<String> DIMENSIONS = List.of("height", "width", "channels", "depth");

    static final Operator OPERATOR = new Operator(
            "roll",
            "Moves the elements along dimensions; what leaves at one end enters at the other",
            "torch.roll",
            List.of(
                    Arg.required("shifts", "int, or one per dimension", "how far; one int stands for all dims"),
                    Arg.required("dims", "height, width, channels, depth, or a list", "along which dimensions")),
            Roll::parse);

    public Roll {
        shifts = List.copyOf(shifts);
        dims = List.copyOf(dims);
        if (dims.isEmpty() || shifts.size() != dims.size()) {
            throw new SpecException("shifts", "roll: " + shifts.size() + " shifts for " + dims.size() + " dims");
        }
        for (String dim : dims) {
            if (!DIMENSIONS.contains(dim)) {
                throw new SpecException(
                        "dims",
                        "roll: dims must be " + String.join(", ", DIMENSIONS) + ", or a list of them; not " + dim);
            }
        }
        if (dims.stream().distinct().count() < dims.size()) {
            throw new SpecException("dims", "roll: dims names one twice: " + dims + "; add its shifts up");
        }
    }

    private static Roll parse(Args args) {
        List<String> dims = args.list("dims").stream().map(String::valueOf).toList();
        return new Roll(Arrays.stream(args.sizes("shifts", dims.size())).boxed().toList(), dims);
    }

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        if (input.isImage() || input.shape() != null) {
            for (String dim : dims) {
                if (!Inputs.dimensions(input).contains(dim)) {
                    throw new SpecException(
                            "dims",
                            "roll: " + input + " has no " + dim + "; it has "
                                    + (Inputs.dimensions(input).isEmpty()
                                            ? "no dimension"
                                            : String.join(", ", Inputs.dimensions(input))));
                }
            }
        }
        return input;
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        List<String> names = Inputs.dimensions(outputType(input));
        Shape shape = input.shape();
        int[] moved = new int[shape.rank()];
        for (int i = 0; i < dims.size(); i++) {
            int dimension = names.indexOf(dims.get(i));
            moved[dimension] = Math.floorMod(shifts.get(i), Math.max(1, shape.size(dimension)));
        }
        return (tensor, context) -> {
            Tensor rolled = workspace.tensor(tensor.dtype(), shape);
            if (rolled.length() > 0) {
                roll(tensor.array(), rolled.array(), shape, moved, 0, 0, 0);
            }
            return rolled;
        };
    }

    /** Copies what lies under one index of the outer dimensions, row by row. */
    private static void roll(Object from, Object to, Shape shape, int[] moved, int dimension, int source, int target) {
        int size = shape.size(dimension);
        int shift = moved[dimension];
        if (dimension == shape.rank() - 1) {
            System.arraycopy(from, source * size, to, target * size + shift, size - shift);
            System.arraycopy(from, source * size + size - shift, to, target * size, shift);
            return;
        }
        for (int i = 0; i < size; i++) {
            int j = i + shift < size ? i + shift : i + shift - size;
            roll(from, to, shape, moved, dimension + 1, source * size + i, target * size + j);
        }
    }
}
