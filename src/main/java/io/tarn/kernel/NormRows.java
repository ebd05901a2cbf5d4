package io.tarn.kernel;

import java.util.Arrays;

/** LP pooling with p = 2 of float32, step by step as PyTorch does it: average of squares, times a number, root. */
final class NormRows extends RowKernel<float[]> {
    private final Divisor divisor;
    private final long factor;
    private final float[] sums;

    /** A null divisor, with a factor of 1, gives the plain norm. */
    NormRows(Window window, Divisor divisor, long factor) {
        super(window, float[].class);
        this.divisor = divisor;
        this.factor = factor;
        this.sums = new float[outWidth];
    }

    @Override
    void begin(float[] out, int row, int d, int h, long[] indices) {
        Arrays.fill(sums, 0);
    }

    @Override
    void tap(float[] in, int plane, int at, float[] out, int row, int first, int end, long[] indices) {
        int p = plane + at;
        for (int w = first; w < end; w++, p += stride) {
            if (!Float.isNaN(sums[w])) {
                sums[w] += in[p] * in[p];
            }
        }
    }

    @Override
    void end(float[] out, int row, int d, int h) {
        for (int w = 0; w < outWidth; w++) {
            float mean = divisor == null ? sums[w] : 0f + sums[w] / divisor.at(d, h, w);
            out[row + w] = (float) Math.sqrt(mean * factor);
        }
    }
}
