package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.FLOAT_TYPE;

import jdk.incubator.vector.FloatVector;

/**
 * Sliding windows over float32 planes whose rows are shorter than vectors: a vector's lanes are channels instead. A
 * group of channels is transposed, pooled tap by tap in row-major order, and transposed back.
 */
final class VectorSmallPlanes implements Kernel {
    private static final int LANES = FLOATS.length();
    private static final int WIDEST = 16;
    private static final int LARGEST = 256;

    private final Window window;
    private final RowKernel<float[]> exact;
    private final Rule rule;
    private final float[] divisors;
    private final float factor;
    private final int[][] taps;
    private final float[] in;
    private final float[] out;
    private final Scan scan;

    /** What becomes of a window's elements. */
    enum Rule {
        MAX,
        SUM,
        AVERAGE,
        NORM
    }

    private VectorSmallPlanes(Window window, RowKernel<float[]> exact, Rule rule, Divisor divisor, float factor) {
        this.window = window;
        this.exact = exact;
        this.rule = rule;
        this.factor = factor;
        divisors = divisor == null ? null : new float[window.outPlane()];
        taps = new int[window.outPlane()][];
        int height = window.height().out();
        int width = window.width().out();
        for (int o = 0; o < taps.length; o++) {
            int d = o / width / height;
            int h = o / width % height;
            int w = o % width;
            taps[o] = taps(d, h, w);
            if (divisor != null) {
                divisors[o] = divisor.at(d, h, w);
            }
        }
        in = new float[window.inPlane() * LANES];
        out = new float[window.outPlane() * LANES];
        scan = new Scan(rule == Rule.MAX ? Scan.For.NAN_OR_NEGATIVE_ZERO : Scan.For.NAN);
    }

    static boolean fits(Window window) {
        return window.channels() >= LANES
                && window.width().in() <= WIDEST
                && window.inPlane() <= LARGEST
                && window.outPlane() <= LARGEST
                && VectorRows.isCovered(window);
    }

    static Kernel max(Window window, RowKernel<float[]> exact) {
        return new VectorSmallPlanes(window, exact, Rule.MAX, null, 1);
    }

    static Kernel sum(Window window, RowKernel<float[]> exact) {
        return new VectorSmallPlanes(window, exact, Rule.SUM, null, 1);
    }

    static Kernel average(Window window, RowKernel<float[]> exact, Divisor divisor) {
        return new VectorSmallPlanes(window, exact, Rule.AVERAGE, divisor, 1);
    }

    /** A null divisor, with a factor of 1, gives the plain norm. */
    static Kernel norm(Window window, RowKernel<float[]> exact, Divisor divisor, float factor) {
        return new VectorSmallPlanes(window, exact, Rule.NORM, divisor, factor);
    }

    /** Where in the transposed input the taps of window (d, h, w) are, in order. */
    private int[] taps(int d, int h, int w) {
        Axis depth = window.depth();
        Axis height = window.height();
        Axis width = window.width();
        int[] found = new int[depth.taps(d) * height.taps(h) * width.taps(w)];
        int count = 0;
        for (int kd = depth.firstTap(d); kd < depth.endTap(d); kd++) {
            int slice = (depth.start(d) + kd * depth.dilation()) * height.in();
            for (int kh = height.firstTap(h); kh < height.endTap(h); kh++) {
                int line = (slice + height.start(h) + kh * height.dilation()) * width.in() + width.start(w);
                for (int kw = width.firstTap(w); kw < width.endTap(w); kw++) {
                    found[count++] = (line + kw * width.dilation()) * LANES;
                }
            }
        }
        return found;
    }

    @Override
    public void run(Object input, Object output, long[] indices) {
        float[] from = (float[]) input;
        float[] to = (float[]) output;
        int end = window.channels() * window.inPlane();
        scan.begin(0);
        for (int c = 0; c < window.channels(); c += LANES) {
            int first = Math.min(c, window.channels() - LANES);
            if (scan.isClear(from, first * window.inPlane(), (first + LANES) * window.inPlane(), end)) {
                if (rule == Rule.NORM) {
                    transposeSquares(from, first * window.inPlane(), in, window.inPlane());
                } else {
                    transpose(from, first * window.inPlane(), in, window.inPlane());
                }
                pool();
                transposeBack(out, to, first * window.outPlane(), window.outPlane());
            } else {
                for (int each = c; each < first + LANES; each++) {
                    exact.plane(from, to, each, null);
                }
            }
        }
    }

    private void pool() {
        if (rule == Rule.MAX) {
            max(in, taps, out);
            return;
        }
        sum(in, taps, out);
        if (divisors != null) {
            divide(out, divisors);
        }
        if (rule == Rule.NORM) {
            root(out, factor);
        }
    }

    private static void transpose(float[] from, int plane, float[] to, int count) {
        for (int lane = 0; lane < LANES; lane++) {
            int at = plane + lane * count;
            for (int i = 0; i < count; i++) {
                to[i * LANES + lane] = from[at + i];
            }
        }
    }

    private static void transposeSquares(float[] from, int plane, float[] to, int count) {
        for (int lane = 0; lane < LANES; lane++) {
            int at = plane + lane * count;
            for (int i = 0; i < count; i++) {
                to[i * LANES + lane] = from[at + i] * from[at + i];
            }
        }
    }

    private static void transposeBack(float[] from, float[] to, int plane, int count) {
        for (int lane = 0; lane < LANES; lane++) {
            int at = plane + lane * count;
            for (int i = 0; i < count; i++) {
                to[at + i] = from[i * LANES + lane];
            }
        }
    }

    private static void max(float[] in, int[][] taps, float[] out) {
        for (int o = 0; o < taps.length; o++) {
            int[] window = taps[o];
            FloatVector max = FloatVector.fromArray(FLOATS, in, window[0]);
            for (int t = 1; t < window.length; t++) {
                max = FloatVector.fromArray(FLOATS, in, window[t]).max(max);
            }
            FLOAT_TYPE.cast(max).intoArray(out, o * LANES);
        }
    }

    private static void sum(float[] in, int[][] taps, float[] out) {
        for (int o = 0; o < taps.length; o++) {
            int[] window = taps[o];
            FloatVector sum = FloatVector.fromArray(FLOATS, in, window[0]);
            for (int t = 1; t < window.length; t++) {
                sum = FloatVector.fromArray(FLOATS, in, window[t]).add(sum);
            }
            FloatVector positive = FloatVector.zero(FLOATS).add(sum);
            FLOAT_TYPE.cast(positive).intoArray(out, o * LANES);
        }
    }

    private static void divide(float[] sums, float[] divisors) {
        for (int o = 0; o < divisors.length; o++) {
            FloatVector mean = FloatVector.fromArray(FLOATS, sums, o * LANES)
                    .div(FloatVector.broadcast(FLOATS, divisors[o]))
                    .add(FloatVector.zero(FLOATS));
            FLOAT_TYPE.cast(mean).intoArray(sums, o * LANES);
        }
    }

    /** A plain loop, which the compiler turns into vectors itself: written in vectors it left garbage at times. */
    private static void root(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sqrt(values[i] * factor);
        }
    }

    @Override
    public String name() {
        return Implementation.current().name();
    }
}
