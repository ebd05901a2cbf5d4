package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.FLOAT_TYPE;

import jdk.incubator.vector.FloatVector;

/**
 * Sums, averages and 2-norms of float32 without padding, over planes whose rows are shorter than vectors: windows are
 * summed at every position of many planes laid end to end, also where there is none or where they reach into the next
 * row or plane, and those that are asked for are picked out.
 */
final class VectorFlatPlanes implements Kernel {
    private static final int LANES = FLOATS.length();

    /** Elements taken together, few enough to stay in the first level cache. */
    private static final int BLOCK = 2048;

    private final Window window;
    private final RowKernel<float[]> exact;
    private final boolean squares; // are to be made before
    private final VectorTaps taps;
    private final VectorFinish finish;
    private final int[] offsets;
    private final int[] picks;
    private final int channels;
    private final float[] elements;
    private final float[] sums;

    private VectorFlatPlanes(Window window, RowKernel<float[]> exact, VectorFinish finish, boolean squares) {
        this.window = window;
        this.exact = exact;
        this.finish = finish;
        offsets = window.offsets();
        boolean fused = squares && offsets.length == 4;
        taps = fused ? VectorTaps.squaresOfFour() : VectorTaps.of(offsets.length);
        this.squares = squares && !fused;
        channels = Math.max(1, BLOCK / window.inPlane());
        picks = window.starts(channels);
        sums = new float[Vectors.whole(channels * window.inPlane(), LANES)];
        elements = new float[sums.length + offsets[offsets.length - 1]];
    }

    static boolean fits(Window window) {
        return window.width().in() <= LANES && window.inPlane() <= BLOCK && window.channels() > 1 && window.isInside();
    }

    static Kernel average(Window window, RowKernel<float[]> exact, Divisor divisor) {
        return new VectorFlatPlanes(window, exact, VectorFinish.average(divisor.shared()), false);
    }

    static Kernel sum(Window window, RowKernel<float[]> exact) {
        return new VectorFlatPlanes(window, exact, VectorFinish.average(1), false);
    }

    /** A null divisor, with a factor of 1, gives the plain norm. */
    static Kernel norm(Window window, RowKernel<float[]> exact, Divisor divisor, float factor) {
        return new VectorFlatPlanes(
                window, exact, VectorFinish.norm(divisor == null ? 1 : divisor.shared(), factor), true);
    }

    @Override
    public void run(Object input, Object output, long[] indices) {
        float[] in = (float[]) input;
        float[] out = (float[]) output;
        for (int c = 0; c < window.channels(); c += channels) {
            int end = Math.min(c + channels, window.channels());
            int to = c * window.outPlane();
            int outEnd = end * window.outPlane();
            sum(in, c * window.inPlane(), (end - c) * window.inPlane());
            pick(sums, picks, out, to, outEnd - to);
            finish.run(out, to, outEnd);
            if (Scan.hasNaN(out, to, outEnd)) {
                for (int each = c; each < end; each++) {
                    exact.plane(in, out, each, null);
                }
            }
        }
    }

    /** Sums the windows that start at {@code count} positions from {@code in[from]} on. */
    private void sum(float[] in, int from, int count) {
        boolean last = from + elements.length > in.length;
        int start = from;
        float[] source = in;
        if (squares || last) {
            start = 0;
            source = elements;
            int there = Math.min(elements.length, in.length - from);
            if (squares) {
                square(in, from, elements, there);
            } else {
                System.arraycopy(in, from, elements, 0, there);
            }
        }
        taps.sum(source, start, offsets, sums, 0, count);
    }

    private static void square(float[] in, int from, float[] squares, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, in, from + i);
            FLOAT_TYPE.cast(v.mul(v)).intoArray(squares, i);
        }
        for (; i < count; i++) {
            squares[i] = in[from + i] * in[from + i];
        }
    }

    private static void pick(float[] from, int[] picks, float[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] = from[picks[i]];
        }
    }

    @Override
    public String name() {
        return Implementation.current().name();
    }
}
