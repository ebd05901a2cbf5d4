package io.tarn.image;

import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Workspace;
import java.util.List;

/** A uint8 image [height, width, channels] as a float32 tensor [channels, height, width] of x / 255. */
public record ToTensor() implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "to_tensor",
            "uint8 [H, W, C] to float32 [C, H, W], divided by 255",
            "torchvision.transforms.functional.to_tensor",
            List.of(),
            args -> new ToTensor());

    private static final float[] SCALED = new float[256];

    static {
        for (int i = 0; i < 256; i++) {
            SCALED[i] = i / 255f;
        }
    }

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        return TensorType.tensor(
                DType.FLOAT32,
                PilToTensor.channelsFirst(Inputs.bytes(name(), input, "use pil_to_tensor and to_dtype")));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        Shape shape = outputType(input).shape();
        int channels = shape.size(0);
        int pixels = shape.size(1) * shape.size(2);
        return (image, context) -> {
            var tensor = workspace.tensor(DType.FLOAT32, shape);
            for (int c = 0; c < channels; c++) {
                scale(image.bytes(), c, channels, tensor.floats(), c * pixels, pixels);
            }
            return tensor;
        };
    }

    private static void scale(byte[] image, int from, int stride, float[] plane, int to, int pixels) {
        for (int i = 0; i < pixels; i++) {
            plane[to + i] = SCALED[image[from + i * stride] & 255];
        }
    }
}
