package io.tarn.kernel;

/** The largest element in each bin of boxes whose corners are rounded to elements, on planes of float32 or float64. */
public final class BoxMax {
    private final int channels;
    private final int height;
    private final int width;
    private final Bins rows;
    private final Bins columns;

    /** Bins of {@code outHeight} x {@code outWidth} in each box over [channels, height, width]. */
    public BoxMax(int channels, int height, int width, int outHeight, int outWidth) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.rows = new Bins(outHeight, height);
        this.columns = new Bins(outWidth, width);
    }

    /**
     * Pools one box. A bin without an element gives 0, one with nothing above the least finite float gives that.
     *
     * @param in float[] or double[], in whose precision the bins are cut
     * @param to where the box's output starts
     */
    public void run(Object in, Box box, Object out, int to) {
        Element element = in instanceof float[] ? Element.FLOAT32 : Element.FLOAT64;
        rows.cut(box.top(), box.bottom(), element);
        columns.cut(box.left(), box.right(), element);
        int o = to;
        for (int c = 0; c < channels; c++) {
            for (int h = 0; h < rows.count; h++) {
                for (int w = 0; w < columns.count; w++) {
                    if (in instanceof float[] floats) {
                        ((float[]) out)[o++] = largest(floats, c, h, w);
                    } else {
                        ((double[]) out)[o++] = largest((double[]) in, c, h, w);
                    }
                }
            }
        }
    }

    private float largest(float[] in, int c, int h, int w) {
        float best = isEmpty(h, w) ? 0 : -Float.MAX_VALUE;
        for (int y = rows.starts[h]; y < rows.ends[h]; y++) {
            int line = (c * height + y) * width;
            for (int i = line + columns.starts[w]; i < line + columns.ends[w]; i++) {
                best = in[i] > best ? in[i] : best;
            }
        }
        return best;
    }

    private double largest(double[] in, int c, int h, int w) {
        double best = isEmpty(h, w) ? 0 : -Float.MAX_VALUE;
        for (int y = rows.starts[h]; y < rows.ends[h]; y++) {
            int line = (c * height + y) * width;
            for (int i = line + columns.starts[w]; i < line + columns.ends[w]; i++) {
                best = in[i] > best ? in[i] : best;
            }
        }
        return best;
    }

    private boolean isEmpty(int h, int w) {
        return rows.ends[h] <= rows.starts[h] || columns.ends[w] <= columns.starts[w];
    }

    /** The bins along one dimension, clipped to the input. */
    private static final class Bins {
        final int count;
        final int size;
        final int[] starts;
        final int[] ends;

        Bins(int count, int size) {
            this.count = count;
            this.size = size;
            this.starts = new int[count];
            this.ends = new int[count];
        }

        /** Cuts from {@code first} to {@code last}, both included once rounded; at least one element. */
        void cut(double first, double last, Element element) {
            long start = halfAway(first);
            long length = Math.max(halfAway(last) - start + 1, 1);
            double bin = Doubles.round(element, Doubles.round(element, length) / count);
            for (int i = 0; i < count; i++) {
                starts[i] = clip(start + (long) Math.floor(Doubles.round(element, i * bin)));
                ends[i] = clip(start + (long) Math.ceil(Doubles.round(element, (i + 1) * bin)));
            }
        }

        /** To the nearest integer, halves away from zero, as C's {@code round}. */
        private static long halfAway(double value) {
            long towardZero = (long) value;
            double rest = value - towardZero;
            return rest >= 0.5 ? towardZero + 1 : rest <= -0.5 ? towardZero - 1 : towardZero;
        }

        private int clip(long position) {
            return (int) Math.max(0, Math.min(position, size));
        }
    }
}
