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
        int height = output.shape().size(0);
        int width = output.shape().size(1);
        int channels = output.shape().size(2);
        int inWidth = input.shape().size(1);
        int inHeight = input.shape().size(0);
        // the source of the first pixel, and how far apart the sources of neighbours to the right and below are
        boolean swapped = orientation >= 5;
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int alongRow = fromRight ? -1 : 1;
        int alongColumn = fromBottom ? -inWidth : inWidth;
        int first = (fromRight ? inWidth - 1 : 0) + (fromBottom ? (inHeight - 1) * inWidth : 0);
        int right = swapped ? alongColumn : alongRow;
        int below = swapped ? alongRow : alongColumn;
        return (image, context) -> {
            Tensor upright = workspace.tensor(output.dtype(), output.shape());
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int from = first + y * below + x * right;
                    System.arraycopy(
                            image.array(), from * channels, upright.array(), (y * width + x) * channels, channels);
                }
            }
            return upright;
        };
    }
}
