package io.tarn.image;

import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.List;

/** Turns an image upright, as its EXIF orientation tells. Without this step the orientation is ignored. */
public record ExifTranspose() implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "exif_transpose",
            "Turns an image upright, as its EXIF orientation tells",
            "Pillow, ImageOps.exif_transpose",
            List.of(),
            args -> new ExifTranspose());

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        Shape shape = Inputs.image(name(), input);
        int height = shape.size(0);
        int width = shape.size(1);
        boolean unknown = input.orientation() == TensorType.UNKNOWN_ORIENTATION && height != width;
        boolean swapped = input.orientation() >= 5;
        Shape upright = shape.with(0, unknown ? Shape.UNKNOWN : swapped ? width : height)
                .with(1, unknown ? Shape.UNKNOWN : swapped ? height : width);
        return input.withShape(upright).withOrientation(1);
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        int orientation = input.orientation();
        if (orientation == TensorType.UNKNOWN_ORIENTATION) {
            throw new SpecException("exif_transpose must know the orientation");
        }
        if (orientation == 1) {
            return (image, context) -> image;
        }
        TensorType output = outputType(input);
        int inHeight = input.shape().size(0);
        int inWidth = input.shape().size(1);
        int channels = input.shape().size(2);
        return (image, context) -> {
            Tensor upright = workspace.tensor(output.dtype(), output.shape());
            turn(image.array(), inHeight, inWidth, channels, orientation, upright.array());
            return upright;
        };
    }

    /** Copies the pixels of an array to where they belong in the upright image. */
    static void turn(Object from, int inHeight, int inWidth, int channels, int orientation, Object to) {
        // the source of the first pixel, and how far apart the sources of neighbours to the right and below are
        boolean swapped = orientation >= 5;
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int alongRow = fromRight ? -1 : 1;
        int alongColumn = fromBottom ? -inWidth : inWidth;
        int first = (fromRight ? inWidth - 1 : 0) + (fromBottom ? (inHeight - 1) * inWidth : 0);
        int right = swapped ? alongColumn : alongRow;
        int below = swapped ? alongRow : alongColumn;
        int height = swapped ? inWidth : inHeight;
        int width = swapped ? inHeight : inWidth;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int source = first + y * below + x * right;
                System.arraycopy(from, source * channels, to, (y * width + x) * channels, channels);
            }
        }
    }
}
