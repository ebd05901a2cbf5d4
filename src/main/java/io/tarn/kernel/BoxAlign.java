package io.tarn.kernel;

import java.util.Arrays;

/** The mean of bilinear samples in each bin of boxes, on planes of float32 or float64 and in their precision. */
public final class BoxAlign {
    private final int channels;
    private final int height;
    private final int width;
    private final Samples rows;
    private final Samples columns;

    /**
     * Bins of {@code outHeight} x {@code outWidth} in each box over [channels, height, width].
     *
     * @param samples along either dimension of a bin; 0 or less for as many as the bin has elements, rounded up
     * @param leastSide what shorter boxes are widened to
     */
    public BoxAlign(
            Element element,
            int channels,
            int height,
            int width,
            int outHeight,
            int outWidth,
            int samples,
            double leastSide) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.rows = new Samples(element, outHeight, height, samples, leastSide);
        this.columns = new Samples(element, outWidth, width, samples, leastSide);
    }

    /**
     * Pools one box. Samples more than an element outside the input count as 0, and so does a bin without samples.
     *
     * @param to where the box's output starts
     */
    public void run(Object in, Box box, Object out, int to) {
        rows.place(box.top(), box.bottom());
        columns.place(box.left(), box.right());
        int o = to;
        for (int c = 0; c < channels; c++) {
            for (int h = 0; h < rows.bins; h++) {
                for (int w = 0; w < columns.bins; w++) {
                    if (in instanceof float[] floats) {
                        ((float[]) out)[o++] = mean(floats, c, h, w);
                    } else {
                        ((double[]) out)[o++] = mean((double[]) in, c, h, w);
                    }
                }
            }
        }
    }

    private float mean(float[] in, int c, int h, int w) {
        float sum = 0;
        for (int y = rows.firsts[h]; y < rows.firsts[h + 1]; y++) {
            int low = (c * height + rows.low[y]) * width;
            int high = (c * height + rows.high[y]) * width;
            float atLow = (float) rows.atLow[y];
            float atHigh = (float) rows.atHigh[y];
            for (int x = columns.firsts[w]; x < columns.firsts[w + 1]; x++) {
                float left = (float) columns.atLow[x];
                float right = (float) columns.atHigh[x];
                sum += atLow * left * in[low + columns.low[x]]
                        + atLow * right * in[low + columns.high[x]]
                        + atHigh * left * in[high + columns.low[x]]
                        + atHigh * right * in[high + columns.high[x]];
            }
        }
        return sum / Math.max((long) rows.grid * columns.grid, 1);
    }

    private double mean(double[] in, int c, int h, int w) {
        double sum = 0;
        for (int y = rows.firsts[h]; y < rows.firsts[h + 1]; y++) {
            int low = (c * height + rows.low[y]) * width;
            int high = (c * height + rows.high[y]) * width;
            double atLow = rows.atLow[y];
            double atHigh = rows.atHigh[y];
            for (int x = columns.firsts[w]; x < columns.firsts[w + 1]; x++) {
                double left = columns.atLow[x];
                double right = columns.atHigh[x];
                sum += atLow * left * in[low + columns.low[x]]
                        + atLow * right * in[low + columns.high[x]]
                        + atHigh * left * in[high + columns.low[x]]
                        + atHigh * right * in[high + columns.high[x]];
            }
        }
        return sum / Math.max((long) rows.grid * columns.grid, 1);
    }

    /** Along one dimension: the samples that are not outside the input, each between two elements. */
    private static final class Samples {
        final Element element;
        final int bins;
        final int size;
        final int fixedGrid;
        final double leastSide;
        /** Samples of a bin, those outside included. */
        int grid;
        /** Where each bin's samples start, and where the last one's end. */
        final int[] firsts;

        int[] low = new int[16];
        int[] high = new int[16];
        double[] atLow = new double[16];
        double[] atHigh = new double[16];

        Samples(Element element, int bins, int size, int fixedGrid, double leastSide) {
            this.element = element;
            this.bins = bins;
            this.size = size;
            this.fixedGrid = fixedGrid;
            this.leastSide = leastSide;
            this.firsts = new int[bins + 1];
        }

        /** Every operation rounds as it would in the element's type. */
        void place(double start, double end) {
            double side = Math.max(Doubles.round(element, end - start), leastSide);
            double bin = Doubles.round(element, side / bins);
            grid = fixedGrid > 0 ? fixedGrid : (int) Math.ceil(bin);
            int count = 0;
            for (int b = 0; b < bins; b++) {
                firsts[b] = count;
                double first = Doubles.round(element, start + Doubles.round(element, b * bin));
                for (int i = 0; i < grid; i++) {
                    double at = Doubles.round(
                            element, first + Doubles.round(element, Doubles.round(element, (i + 0.5) * bin) / grid));
                    if (at >= -1 && at <= size) {
                        add(count++, Math.max(at, 0));
                    }
                }
            }
            firsts[bins] = count;
        }

        private void add(int i, double at) {
            if (i == low.length) {
                low = Arrays.copyOf(low, 2 * i);
                high = Arrays.copyOf(high, 2 * i);
                atLow = Arrays.copyOf(atLow, 2 * i);
                atHigh = Arrays.copyOf(atHigh, 2 * i);
            }
            low[i] = Math.min((int) at, size - 1);
            high[i] = Math.min(low[i] + 1, size - 1);
            atHigh[i] = low[i] == high[i] ? 0 : at - low[i];
            atLow[i] = Doubles.round(element, 1 - atHigh[i]);
        }
    }
}
