package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.FLOAT_TYPE;
import static io.tarn.kernel.Vectors.HALF_FLOATS;
import static io.tarn.kernel.Vectors.HALF_FLOAT_TYPE;
import static io.tarn.kernel.Vectors.HALF_INTS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Maxima of float32 without indices, strides of 1 and 2: first down the columns into a padded line, then along it. With
 * a stride of 2 every position is pooled and every second one kept. The vector maximum has the bits of the exact rule
 * unless a -0 or a NaN is about.
 */
final class VectorMax extends VectorRows<float[]> {
    private static final int LANES = FLOATS.length();

    private final Axis width;
    private final int reads;
    private final int reach;
    private final float[] line;
    private final Scan scan = new Scan(Scan.For.NAN_OR_NEGATIVE_ZERO);

    private VectorMax(Window window, RowKernel<float[]> exact) {
        super(window, exact);
        width = window.width();
        reads = Vectors.whole(width.in(), LANES);
        reach = (outWidth - 1) * width.stride() + (width.kernel() - 1) * width.dilation() + 1;
        line = new float[Math.max(width.before() + reads, reach) + 2 * LANES + reach];
        Arrays.fill(line, Float.NEGATIVE_INFINITY);
    }

    /** Or null where it is not for that geometry. */
    static Kernel of(Window window, RowKernel<float[]> exact) {
        if (window.width().stride() > 2 || !isCovered(window)) {
            return null;
        }
        return VectorMaxPairs.fits(window) ? new VectorMaxPairs(window, exact) : new VectorMax(window, exact);
    }

    @Override
    int reads() {
        return reads;
    }

    @Override
    int writes() {
        return Vectors.whole(outWidth, LANES / width.stride());
    }

    @Override
    void begin() {
        scan.begin(0);
    }

    @Override
    boolean isPlain(float[] in, int from, int to, int end) {
        return scan.isClear(in, from, to, end);
    }

    @Override
    void pool(float[] in, int plane, int first, int end, float[] out, int to, long[] indices) {
        for (int row = first; row < end; row++) {
            pool(in, plane, lines[row], out, to + (row - first) * outWidth);
        }
    }

    private void pool(float[] in, int plane, int[] lines, float[] out, int to) {
        int count = lines.length;
        int a = plane + lines[0];
        int b = plane + lines[count - 1];
        int c = plane + lines[count / 2];
        down(in, a, c, b, line, width.before(), width.in());
        for (int i = 1; i < count - 1; i++) {
            if (i != count / 2) {
                down(in, a, plane + lines[i], line, width.before(), width.in());
            }
        }
        pad(0, width.before());
        pad(width.before() + width.in(), reach);
        int done = along();
        int last = (width.kernel() - done) * width.dilation();
        int middle = Math.min(done, width.kernel() - done) * width.dilation();
        if (width.stride() == 1) {
            along(line, middle, last, out, to, outWidth);
        } else {
            alongEvens(line, middle, last, out, to, outWidth);
        }
    }

    private void pad(int from, int to) {
        for (int i = from; i < to; i++) {
            line[i] = Float.NEGATIVE_INFINITY;
        }
    }

    /** Makes each element of the line the maximum of several taps, so that three of them make a window; tells how many. */
    private int along() {
        int done = 1;
        for (; 3 * done < width.kernel(); done *= 3) {
            int step = done * width.dilation();
            for (int x = 0; x < reach; x += LANES) {
                FloatVector max = FloatVector.fromArray(FLOATS, line, x)
                        .max(FloatVector.fromArray(FLOATS, line, x + step))
                        .max(FloatVector.fromArray(FLOATS, line, x + 2 * step));
                FLOAT_TYPE.cast(max).intoArray(line, x);
            }
        }
        return done;
    }

    /** Maxima of three lines, some of which may be the same, to {@code line[at]} on. */
    private static void down(float[] in, int a, int b, int c, float[] line, int at, int count) {
        for (int x = 0; x < count; x += LANES) {
            FloatVector first = FloatVector.fromArray(FLOATS, in, a + x);
            FloatVector second = FloatVector.fromArray(FLOATS, in, b + x);
            FloatVector third = FloatVector.fromArray(FLOATS, in, c + x);
            FLOAT_TYPE.cast(first.max(second).max(third)).intoArray(line, at + x);
        }
    }

    /** Maxima of two lines and what {@code line} holds. */
    private static void down(float[] in, int a, int b, float[] line, int at, int count) {
        for (int x = 0; x < count; x += LANES) {
            FloatVector first = FloatVector.fromArray(FLOATS, in, a + x);
            FloatVector second = FloatVector.fromArray(FLOATS, in, b + x);
            FloatVector third = FloatVector.fromArray(FLOATS, line, at + x);
            FLOAT_TYPE.cast(first.max(second).max(third)).intoArray(line, at + x);
        }
    }

    private static void along(float[] line, int b, int c, float[] out, int to, int count) {
        for (int o = 0; o < count; o += LANES) {
            FloatVector max = FloatVector.fromArray(FLOATS, line, o)
                    .max(FloatVector.fromArray(FLOATS, line, o + b))
                    .max(FloatVector.fromArray(FLOATS, line, o + c));
            FLOAT_TYPE.cast(max).intoArray(out, to + o);
        }
    }

    private static void alongEvens(float[] line, int b, int c, float[] out, int to, int count) {
        for (int o = 0; o < count; o += LANES / 2) {
            FloatVector max = FloatVector.fromArray(FLOATS, line, 2 * o)
                    .max(FloatVector.fromArray(FLOATS, line, 2 * o + b))
                    .max(FloatVector.fromArray(FLOATS, line, 2 * o + c));
            HALF_FLOAT_TYPE
                    .cast(max.reinterpretAsLongs()
                            .convertShape(VectorOperators.L2I, HALF_INTS, 0)
                            .reinterpretShape(HALF_FLOATS, 0))
                    .intoArray(out, to + o);
        }
    }
}
