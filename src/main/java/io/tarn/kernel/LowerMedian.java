package io.tarn.kernel;

import java.util.Arrays;

/** The lower median of windows over planes of float32 or float64 with reflected padding; NaN where a window has one. */
public final class LowerMedian implements Kernel {
    private final int channels;
    private final Axis height;
    private final Axis width;
    private final int[] rows;
    private final int[] columns;
    private final double[] plane;
    private final double[] result;
    private final double[] taps;

    /** @param window of two dimensions, without dilation */
    public LowerMedian(Window window) {
        this.channels = window.channels();
        this.height = window.height();
        this.width = window.width();
        this.rows = Reflection.positions(height);
        this.columns = Reflection.positions(width);
        this.plane = new double[window.inPlane()];
        this.result = new double[window.outPlane()];
        this.taps = new double[height.kernel() * width.kernel()];
    }

    @Override
    public void run(Object in, Object out, long[] indices) {
        for (int c = 0; c < channels; c++) {
            Doubles.read(in, c * plane.length, plane, plane.length);
            for (int h = 0, o = 0; h < height.out(); h++) {
                for (int w = 0; w < width.out(); w++) {
                    result[o++] = median(h * height.stride(), w * width.stride());
                }
            }
            Doubles.write(result, out, c * result.length, result.length);
        }
    }

    private double median(int top, int left) {
        int count = 0;
        for (int h = top; h < top + height.kernel(); h++) {
            for (int w = left; w < left + width.kernel(); w++) {
                taps[count++] = plane[rows[h] * width.in() + columns[w]];
            }
        }
        Arrays.sort(taps); // NaN last, -0 before +0
        return Double.isNaN(taps[count - 1]) ? Double.NaN : taps[(count - 1) / 2];
    }

    @Override
    public String name() {
        return "scalar";
    }
}
