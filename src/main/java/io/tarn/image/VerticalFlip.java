package io.tarn.image;

import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.TensorType;
import io.tarn.tensor.Workspace;
import java.util.List;

/** Swaps top and bottom of an image or tensor. */
public record VerticalFlip() implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "vertical_flip",
            "Swaps top and bottom",
            "torchvision.transforms.v2.functional.vertical_flip",
            List.of(),
            args -> new VerticalFlip());

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        return Plane.of(name(), input).type();
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        Plane in = Plane.of(name(), input);
        return new Picks(in, input, y -> in.height() - 1 - y, x -> x, new double[] {0}, workspace);
    }
}
