package io.tarn.image;

import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Workspace;
import java.util.Arrays;
import java.util.List;

/** Pillow's mode L of an RGB image: uint8 [height, width, 3] to [height, width, 1]. */
public record Grayscale() implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "grayscale",
            "Pillow's L: [H, W, 3] to [H, W, 1]",
            "Pillow, Image.convert",
            List.of(),
            a -> new Grayscale());

    /** What a sample adds, by the weights of ITU-R 601 in 16-bit fixed point, as in Pillow's src/libImaging/Convert.c. */
    private static final int[] RED = products(19595, 0x8000);

    private static final int[] GREEN = products(38470, 0);
    private static final int[] BLUE = products(7471, 0);

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

    /** The rounding is in the table of red. The loop counts bytes: of 3 * i C2 does not see that it stays in the array. */
    static void luma(byte[] rgb, byte[] luma, int pixels) {
        for (int i = 0, to = 0; i < 3 * pixels; i += 3, to++) {
            luma[to] = (byte) ((RED[rgb[i] & 255] + GREEN[rgb[i + 1] & 255] + BLUE[rgb[i + 2] & 255]) >> 16);
        }
    }

    private static int[] products(int weight, int rounding) {
        int[] products = new int[256];
        Arrays.setAll(products, sample -> sample * weight + rounding);
        return products;
    }
}
