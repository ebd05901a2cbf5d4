package io.tarn.image;

import io.tarn.kernel.Resample;
import io.tarn.kernel.ResampleAxis;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;

/** Resizes a uint8 image. With alpha, colours are multiplied by it before and divided after, as Pillow does. */
final class ResizeBytes implements BoundStep {
    private static final int RGBA = 4;

    private final Plane from;
    private final TensorType output;
    private final ResampleAxis horizontal;
    private final ResampleAxis vertical;
    private final Workspace workspace;
    private final Resample resample;

    ResizeBytes(Plane from, TensorType output, Filter filter, Workspace workspace) {
        Plane to = new Plane(output);
        this.from = from;
        this.output = output;
        this.horizontal = Weights.axis(from.width(), to.width(), filter);
        this.vertical = Weights.axis(from.height(), to.height(), filter);
        this.workspace = workspace;
        this.resample = workspace.kept(Resample.class, Resample::create);
    }

    @Override
    public Tensor run(Tensor image, Context context) {
        Tensor resized = workspace.tensor(DType.UINT8, output.shape());
        int channels = from.channels();
        Tensor source = channels == RGBA ? premultiplied(image) : image;
        resample.resize(source::read, from.height(), from.width(), channels, horizontal, vertical, resized.bytes());
        if (channels == RGBA) {
            divide(resized);
        }
        return resized;
    }

    private Tensor premultiplied(Tensor image) {
        byte[] source = image.bytes();
        byte[] target = (byte[]) workspace.array(DType.INT8, image.length());
        for (int i = 0; i < image.length(); i += RGBA) {
            int alpha = source[i + 3] & 255;
            for (int c = 0; c < 3; c++) {
                int product = (source[i + c] & 255) * alpha + 128;
                target[i + c] = (byte) (((product >> 8) + product) >> 8);
            }
            target[i + 3] = source[i + 3];
        }
        return Tensor.over(DType.UINT8, image.shape(), target);
    }

    private static void divide(Tensor image) {
        byte[] samples = image.bytes();
        for (int i = 0; i < image.length(); i += RGBA) {
            int alpha = samples[i + 3] & 255;
            for (int c = 0; c < 3 && alpha != 0; c++) {
                samples[i + c] = (byte) Math.min(255, (samples[i + c] & 255) * 255 / alpha);
            }
        }
    }

    @Override
    public String kernel() {
        return resample.kernel(from.height(), from.width(), new Plane(output).width());
    }
}
