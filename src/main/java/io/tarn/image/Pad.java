package io.tarn.image;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Adds a border to an image or tensor.
 *
 * @param padding in pixels: left, top, right, bottom
 * @param fill what a constant border holds: a value per channel, or one for all
 */
public record Pad(List<Integer> padding, List<Double> fill, Mode mode) implements ImageStep {
    /** What the border holds; reflect leaves the edge pixel out, symmetric repeats it. */
    public enum Mode {
        CONSTANT,
        EDGE,
        REFLECT,
        SYMMETRIC
    }

    static final Operator OPERATOR = new Operator(
            "pad",
            "Adds a border to an image or tensor",
            "torchvision.transforms.v2.functional.pad",
            List.of(
                    Arg.required("padding", "int, [x, y] or [left, top, right, bottom]", "pixels on each side"),
                    Arg.optional("fill", "number, or one per channel", "0", "what a constant border holds"),
                    Arg.optional("padding_mode", "constant | edge | reflect | symmetric", "constant", "the border")),
            Pad::parse);

    public Pad {
        padding = List.copyOf(padding);
        fill = List.copyOf(fill);
        if (padding.size() != 4) {
            throw new SpecException("padding", "pad: padding must be [left, top, right, bottom], not " + padding);
        }
        for (int side : padding) {
            if (side < 0) {
                throw new SpecException("padding", "pad: padding must be at least 0, not " + side + "; use crop");
            }
        }
    }

    private static Pad parse(Args args) {
        int given = args.list("padding").size();
        if (given != 1 && given != 2 && given != 4) {
            throw args.refuse(
                    "padding", "must be int, [x, y] or [left, top, right, bottom], not " + args.raw("padding"));
        }
        int[] sides = args.sizes("padding", given);
        double[] fill = args.has("fill") ? args.numbers("fill") : new double[] {0};
        List<String> modes = Arrays.stream(Mode.values())
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .toList();
        return new Pad(
                List.of(sides[0], sides[1 % given], sides[2 % given], sides[3 % given]),
                Arrays.stream(fill).boxed().toList(),
                Mode.valueOf(args.choice("padding_mode", "constant", modes).toUpperCase(Locale.ROOT)));
    }

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        Plane in = Plane.of(name(), input);
        int channels = in.channels();
        if (channels != Shape.UNKNOWN && fill.size() != 1 && fill.size() != channels) {
            throw new SpecException(
                    "fill",
                    "pad: fill has " + fill.size() + " values for " + channels
                            + (channels == 1 ? " channel" : " channels") + "; give one or each");
        }
        boolean rows = padding.get(1) + (long) padding.get(3) > 0;
        boolean columns = padding.get(0) + (long) padding.get(2) > 0;
        if (mode != Mode.CONSTANT && ((in.height() == 0 && rows) || (in.width() == 0 && columns))) {
            throw new SpecException(
                    "padding_mode",
                    "pad: padding_mode " + mode.name().toLowerCase(Locale.ROOT)
                            + " repeats pixels, and there are none in " + input + "; use constant");
        }
        return in.resized(
                grown(in.height(), padding.get(1), padding.get(3)), grown(in.width(), padding.get(0), padding.get(2)));
    }

    private static int grown(int size, int before, int after) {
        long grown = Math.max(0L, size) + before + after;
        if (grown > Integer.MAX_VALUE) {
            throw new SpecException(
                    "padding",
                    "pad: padding " + before + " and " + after + " is too large: a side would have " + grown
                            + " pixels, and at most " + Integer.MAX_VALUE + " are possible");
        }
        return size == Shape.UNKNOWN ? size : (int) grown;
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        Plane in = new Plane(input);
        return new Picks(
                in,
                outputType(input),
                y -> inside(y - padding.get(1), in.height()),
                x -> inside(x - padding.get(0), in.width()),
                fill.stream().mapToDouble(Double::doubleValue).toArray(),
                workspace);
    }

    private int inside(int at, int size) {
        return switch (mode) {
            case CONSTANT -> at >= 0 && at < size ? at : Picks.FILL;
            case EDGE -> Math.max(0, Math.min(size - 1, at));
            case REFLECT -> {
                int phase = Math.floorMod(at, Math.max(1, 2 * size - 2));
                yield Math.min(phase, Math.max(0, 2 * size - 2 - phase));
            }
            case SYMMETRIC -> {
                int phase = Math.floorMod(at, 2 * size);
                yield Math.min(phase, 2 * size - 1 - phase);
            }
        };
    }
}
