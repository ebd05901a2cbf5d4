package io.tarn.image;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Workspace;
import java.util.Arrays;
import java.util.List;

/**
 * Resizes an image with Pillow's resampler, to the same bits.
 *
 * @param size [height, width] in pixels, or one number: the shorter side, the longer in proportion
 */
public record Resize(List<Integer> size, Filter filter) implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "resize",
            "Resizes an image as Pillow does, bit for bit",
            "torchvision.transforms.v2.functional.resize on PIL images",
            List.of(
                    Arg.required("size", "[height, width], or int", "the new size; an int is the shorter side"),
                    Arg.optional("filter", String.join(" | ", Filter.names()), "bilinear", "how pixels are weighed")),
            Resize::parse);

    public Resize {
        size = List.copyOf(size);
        if (size.isEmpty() || size.size() > 2) {
            throw new SpecException("size", "resize: size must be [height, width] or the shorter side, not " + size);
        }
        for (int each : size) {
            if (each < 1) {
                throw new SpecException("size", "resize: size must be at least 1, not " + each);
            }
        }
    }

    private static Resize parse(Args args) {
        List<Object> given = args.list("size");
        int[] size = args.sizes("size", Math.max(1, given.size()));
        return new Resize(
                Arrays.stream(size).boxed().toList(), Filter.named(args.choice("filter", "bilinear", Filter.names())));
    }

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        Shape shape = filter == Filter.NEAREST
                ? Inputs.image(name(), input)
                : Inputs.samples(name(), input, "only filter: nearest takes others");
        return input.withShape(resized(shape));
    }

    /** The longer side is truncated, as torchvision does. */
    private Shape resized(Shape shape) {
        if (size.size() == 2) {
            return Shape.of(size.get(0), size.get(1), shape.size(2));
        }
        int height = shape.size(0);
        int width = shape.size(1);
        if (height == Shape.UNKNOWN || width == Shape.UNKNOWN) {
            return shape.with(0, Shape.UNKNOWN).with(1, Shape.UNKNOWN);
        }
        int shorter = size.get(0);
        int longer = (int) ((double) ((long) shorter * Math.max(height, width)) / Math.min(height, width));
        return height <= width
                ? Shape.of(shorter, Math.max(1, longer), shape.size(2))
                : Shape.of(Math.max(1, longer), shorter, shape.size(2));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        TensorType output = outputType(input);
        Plane from = new Plane(input);
        Plane to = new Plane(output);
        if (from.height() == to.height() && from.width() == to.width()) {
            return (image, context) -> image;
        }
        if (filter == Filter.NEAREST) {
            return Nearest.bind(input, output, workspace);
        }
        if (input.dtype() == DType.INT32) {
            return new ResizeInts(from, output, filter, workspace);
        }
        return new ResizeBytes(from, output, filter, workspace);
    }
}
