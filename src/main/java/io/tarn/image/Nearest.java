package io.tarn.image;

import io.tarn.op.BoundStep;
import io.tarn.op.TensorType;
import io.tarn.tensor.Workspace;

/** Pillow's nearest neighbour (src/libImaging/Geometry.c), which walks the input by adding up the scale in double. */
final class Nearest {
    private Nearest() {}

    static BoundStep bind(TensorType input, TensorType output, Workspace workspace) {
        Plane in = new Plane(input);
        Plane out = new Plane(output);
        int[] rows = picks(in.height(), out.height());
        int[] columns = picks(in.width(), out.width());
        return new Picks(in, output, y -> rows[y], x -> columns[x], new double[] {0}, workspace);
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
}
