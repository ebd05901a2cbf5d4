package io.tarn.image;

import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;

/** Pillow's nearest neighbour (src/libImaging/Geometry.c), which walks the input by adding up the scale in double. */
final class Nearest implements BoundStep {
    private final Workspace workspace;
    private final Shape to;
    private final int rowSamples;
    private final int[] rows;
    private final int[] columns;

    Nearest(Shape from, Shape to, Workspace workspace) {
        this.workspace = workspace;
        this.to = to;
        this.rowSamples = from.size(1) * from.size(2);
        this.rows = picks(from.size(0), to.size(0));
        this.columns = picks(from.size(1), to.size(1));
    }

    private static int[] picks(int in, int out) {
        int[] picks = new int[out];
        double scale = (double) in / out;
        double at = scale * 0.5;
        for (int i = 0; i < out; i++) {
            picks[i] = (int) at;
            at += scale;
        }
        return picks;
    }

    @Override
    public Tensor run(Tensor image, Context context) {
        Tensor resized = workspace.tensor(DType.UINT8, to);
        byte[] source = image.bytes();
        byte[] target = resized.bytes();
        int channels = to.size(2);
        int next = 0;
        for (int row : rows) {
            for (int column : columns) {
                int from = row * rowSamples + column * channels;
                for (int c = 0; c < channels; c++) {
                    target[next++] = source[from + c];
                }
            }
        }
        return resized;
    }
}
