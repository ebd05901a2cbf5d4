package io.tarn.image;

import io.tarn.op.Arg;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Workspace;
import java.util.List;

/** The middle of an image or tensor, [height, width] in pixels; smaller inputs get a border of 0. */
public record CenterCrop(int height, int width) implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "center_crop",
            "The middle of an image or tensor; smaller ones get a border of 0",
            "torchvision.transforms.v2.functional.center_crop",
            List.of(Arg.required("output_size", "int or [height, width]", "the new size")),
            args -> {
                int[] size = args.sizes("output_size", 2);
                return new CenterCrop(size[0], size[1]);
            });

    public CenterCrop {
        if (height < 1 || width < 1) {
            throw new SpecException(
                    "output_size", "center_crop: output_size must be at least 1, not " + Math.min(height, width));
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
        Plane in = new Plane(input);
        return Crop.bind(in, outputType(input), start(in.height(), height), start(in.width(), width), workspace);
    }

    /** Half of what is too much, halves to even as Python rounds; half of what is missing, rounded down. */
    private static int start(int size, int wanted) {
        return size >= wanted ? (int) Math.rint((size - wanted) / 2.0) : -((wanted - size) / 2);
    }
}
