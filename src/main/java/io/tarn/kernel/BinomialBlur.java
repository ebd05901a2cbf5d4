package io.tarn.kernel;

/**
 * Binomial filtering and down-sampling of planes of float32 or float64 with reflected padding: in double, first along
 * the rows, then along the columns, taps in order, rounded once.
 */
public final class BinomialBlur implements Kernel {
    private final int channels;
    private final Axis height;
    private final Axis width;
    private final double[] vertical;
    private final double[] horizontal;
    private final int[] rows;
    private final int[] columns;
    private final double[] plane;
    private final double[] alongRows;
    private final double[] result;

    /** @param window of two dimensions, without dilation */
    public BinomialBlur(Window window) {
        this.channels = window.channels();
        this.height = window.height();
        this.width = window.width();
        this.vertical = weights(height.kernel());
        this.horizontal = weights(width.kernel());
        this.rows = Reflection.positions(height);
        this.columns = Reflection.positions(width);
        this.plane = new double[window.inPlane()];
        this.alongRows = new double[height.in() * width.out()];
        this.result = new double[window.outPlane()];
    }

    /** A row of Pascal's triangle over its sum, a power of two, so that every weight is exact. */
    private static double[] weights(int taps) {
        double[] weights = new double[taps];
        double binomial = 1;
        for (int t = 0; t < taps; t++) {
            weights[t] = Math.scalb(binomial, 1 - taps);
            binomial = binomial * (taps - 1 - t) / (t + 1);
        }
        return weights;
    }

    @Override
    public void run(Object in, Object out, long[] indices) {
        for (int c = 0; c < channels; c++) {
            Doubles.read(in, c * plane.length, plane, plane.length);
            filterRows();
            filterColumns();
            Doubles.write(result, out, c * result.length, result.length);
        }
    }

    private void filterRows() {
        for (int h = 0, o = 0; h < height.in(); h++) {
            for (int w = 0; w < width.out(); w++) {
                double sum = 0;
                for (int t = 0; t < horizontal.length; t++) {
                    sum += horizontal[t] * plane[h * width.in() + columns[w * width.stride() + t]];
                }
                alongRows[o++] = sum;
            }
        }
    }

    private void filterColumns() {
        for (int h = 0, o = 0; h < height.out(); h++) {
            for (int w = 0; w < width.out(); w++) {
                double sum = 0;
                for (int t = 0; t < vertical.length; t++) {
                    sum += vertical[t] * alongRows[rows[h * height.stride() + t] * width.out() + w];
                }
                result[o++] = sum;
            }
        }
    }

    @Override
    public String name() {
        return "scalar";
    }
}
