package io.tarn.image;

import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Workspace;
import java.util.List;

/** Pillow's mode L of an RGB image: uint8 [height, width, 3] to [height, width, 1]. */
public record Grayscale() implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "grayscale",
            "Pillow's L: [H, W, 3] to [H, W, 1]",
            "Pillow, Image.convert",
            List.of(),
            a -> new Grayscale());

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        Shape shape = Inputs.bytes(name(), input, "it is gray already");
        int channels = shape.size(2);
        if (channels != Shape.UNKNOWN && channels != 3 && channels != 1) {
            throw new SpecException("grayscale takes an image of 3 channels, not " + input + "; decode it as rgb");
        }
        return input.withShape(shape.with(2, 1));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        Shape gray = outputType(input).shape();
        if (input.shape().size(2) == 1) {
            return (image, context) -> image;
        }
        int pixels = Math.toIntExact(gray.elements());
        return (image, context) -> {
            var luma = workspace.tensor(DType.UINT8, gray);
            luma(image.bytes(), luma.bytes(), pixels);
            return luma;
        };
    }

    /** ITU-R 601 weights in 16-bit fixed point, as in Pillow's src/libImaging/Convert.c. */
    static void luma(byte[] rgb, byte[] luma, int pixels) {
        for (int i = 0; i < pixels; i++) {
            int red = rgb[3 * i] & 255;
            int green = rgb[3 * i + 1] & 255;
            int blue = rgb[3 * i + 2] & 255;
            luma[i] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
        }
    }
}
