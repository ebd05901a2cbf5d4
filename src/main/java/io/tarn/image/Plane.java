package io.tarn.image;

import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;

/** Height and width of an image or tensor, wherever they lie in its shape; sizes may be unknown while planning. */
record Plane(TensorType type) {
    /**
     * @throws SpecException if it has no height and width
     */
    static Plane of(String step, TensorType type) {
        if (!Inputs.dimensions(type).contains("height")) {
            throw new SpecException(step + " takes images and tensors with height and width, not " + type);
        }
        return new Plane(type);
    }

    private int heightDimension() {
        return type.isImage() ? 0 : type.shape().rank() - 2;
    }

    int height() {
        return type.shape() == null ? Shape.UNKNOWN : type.shape().size(heightDimension());
    }

    int width() {
        return type.shape() == null ? Shape.UNKNOWN : type.shape().size(heightDimension() + 1);
    }

    int channels() {
        return type.shape() == null ? Shape.UNKNOWN : type.shape().size(type.isImage() ? 2 : 0);
    }

    /** The elements that follow each other at one position. */
    int inner() {
        return type.isImage() ? channels() : 1;
    }

    /** How many planes follow each other. */
    int outer() {
        int planes = 1;
        for (int i = 0; i < heightDimension(); i++) {
            planes *= type.shape().size(i);
        }
        return planes;
    }

    TensorType resized(int height, int width) {
        if (type.shape() == null) {
            return type;
        }
        Shape shape = type.shape().with(heightDimension(), height).with(heightDimension() + 1, width);
        return type.withShape(shape);
    }
}
