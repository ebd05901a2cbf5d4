package io.tarn.image;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.Arrays;
import java.util.List;

/**
 * Lays an image with alpha over a colour: uint8 [height, width, 4] to [height, width, 3].
 *
 * @param background red, green, blue, 0 to 255
 */
public record AlphaComposite(List<Integer> background) implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "alpha_composite",
            "Lays an image with alpha (decode mode rgba) over a colour: [H, W, 4] to [H, W, 3]",
            "Pillow, Image.alpha_composite",
            List.of(Arg.required("background", "[red, green, blue]", "the colour, 0 to 255")),
            AlphaComposite::parse);

    public AlphaComposite {
        background = List.copyOf(background);
        if (background.size() != 3 || background.stream().anyMatch(value -> value < 0 || value > 255)) {
            throw new SpecException(
                    "background",
                    "alpha_composite: background must be [red, green, blue], each 0 to 255, not " + background);
        }
    }

    private static AlphaComposite parse(Args args) {
        return new AlphaComposite(
                Arrays.stream(args.sizes("background", 3)).boxed().toList());
    }

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        Shape shape = Inputs.bytes(name(), input, "decode it in mode rgba");
        if (shape.size(2) != Shape.UNKNOWN && shape.size(2) != 4) {
            throw new SpecException(
                    "alpha_composite takes an image of 4 channels, not " + input + "; decode it in mode rgba");
        }
        return input.withShape(shape.with(2, 3));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        Shape shape = outputType(input).shape();
        int pixels = shape.size(0) * shape.size(1);
        return (image, context) -> {
            Tensor flat = workspace.tensor(DType.UINT8, shape);
            for (int c = 0; c < 3; c++) {
                composite(image.bytes(), flat.bytes(), c, background.get(c), pixels);
            }
            return flat;
        };
    }

    /** Pillow's integers, with 7 bits of precision (src/libImaging/AlphaComposite.c). */
    private static void composite(byte[] rgba, byte[] rgb, int channel, int behind, int pixels) {
        for (int i = 0; i < pixels; i++) {
            int weight = (rgba[4 * i + 3] & 255) << 7;
            int sum = (rgba[4 * i + channel] & 255) * weight + behind * ((255 << 7) - weight) + (128 << 7);
            rgb[3 * i + channel] = (byte) (((sum >> 8) + sum) >> 8 >> 7);
        }
    }
}
