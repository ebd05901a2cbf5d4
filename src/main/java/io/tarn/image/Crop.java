package io.tarn.image;

import io.tarn.op.Arg;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Workspace;
import java.util.List;

/** A part of an image or tensor; what lies beyond its edges is 0. Places and sizes in pixels. */
public record Crop(int top, int left, int height, int width) implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "crop",
            "A part of an image or tensor; 0 beyond its edges",
            "torchvision.transforms.v2.functional.crop",
            List.of(
                    Arg.required("top", "int", "the first row"),
                    Arg.required("left", "int", "the first column"),
                    Arg.required("height", "int", "the number of rows"),
                    Arg.required("width", "int", "the number of columns")),
            args -> new Crop(args.integer("top"), args.integer("left"), args.integer("height"), args.integer("width")));

    public Crop {
        if (height < 1) {
            throw new SpecException("height", "crop: height must be at least 1, not " + height);
        }
        if (width < 1) {
            throw new SpecException("width", "crop: width must be at least 1, not " + width);
        }
    }

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        return Plane.of(name(), input).resized(height, width);
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        return bind(new Plane(input), outputType(input), top, left, workspace);
    }

    static BoundStep bind(Plane in, TensorType output, int top, int left, Workspace workspace) {
        return new Picks(
                in,
                output,
                y -> inside(top + y, in.height()),
                x -> inside(left + x, in.width()),
                new double[] {0},
                workspace);
    }

    private static int inside(int at, int size) {
        return at >= 0 && at < size ? at : Picks.FILL;
    }
}
