package io.tarn.image;

import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.TensorType;
import io.tarn.tensor.Workspace;
import java.util.List;

/** Swaps left and right of an image or tensor. */
public record HorizontalFlip() implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "horizontal_flip",
            "Swaps left and right",
            "torchvision.transforms.v2.functional.horizontal_flip",
            List.of(),
            args -> new HorizontalFlip());

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
        return new Picks(in, input, y -> y, x -> in.width() - 1 - x, new double[] {0}, workspace);
    }
}
