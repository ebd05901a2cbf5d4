package io.tarn.image;

import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Workspace;
import java.util.List;

/** An image [height, width, channels] as a tensor [channels, height, width] of the same elements. */
public record PilToTensor() implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "pil_to_tensor",
            "uint8 [H, W, C] to uint8 [C, H, W]",
            "torchvision.transforms.v2.functional.pil_to_tensor",
            List.of(),
            args -> new PilToTensor());

    static Shape channelsFirst(Shape image) {
        return Shape.of(image.size(2), image.size(0), image.size(1));
    }

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        if (!input.isImage()) {
            throw new SpecException(
                    "pil_to_tensor takes an image, and this is a tensor already, " + input + "; leave it out");
        }
        return TensorType.tensor(
                input.dtype(), channelsFirst(Inputs.samples(name(), input, "leave it out where this is a tensor")));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        TensorType output = outputType(input);
        int channels = output.shape().size(0);
        int pixels = output.shape().size(1) * output.shape().size(2);
        return (image, context) -> {
            var tensor = workspace.tensor(output.dtype(), output.shape());
            for (int c = 0; c < channels; c++) {
                if (output.dtype() == DType.UINT8) {
                    copy(image.bytes(), c, channels, tensor.bytes(), c * pixels, pixels);
                } else {
                    copy(image.ints(), c, channels, tensor.ints(), c * pixels, pixels);
                }
            }
            return tensor;
        };
    }

    private static void copy(byte[] image, int from, int stride, byte[] plane, int to, int pixels) {
        for (int i = 0; i < pixels; i++) {
            plane[to + i] = image[from + i * stride];
        }
    }

    private static void copy(int[] image, int from, int stride, int[] plane, int to, int pixels) {
        for (int i = 0; i < pixels; i++) {
            plane[to + i] = image[from + i * stride];
        }
    }
}
