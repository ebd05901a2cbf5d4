package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.FLOAT_TYPE;
import static io.tarn.kernel.Vectors.HALF_FLOATS;
import static io.tarn.kernel.Vectors.HALF_FLOAT_TYPE;
import static io.tarn.kernel.Vectors.HALF_INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Maxima of float32 without indices: first down the columns into padded lines, then along them. Every position is pooled,
 * and of a stride of several one in as many kept. Several rows' lines stand one after the other, so that what was just
 * written is not read again, at other places, before it has left the store buffer. The vector maximum has the bits of the exact rule unless a -0 or a NaN
 * is about.
 */
final class VectorMax extends VectorRows<float[]> {
    private static final int LANES = FLOATS.length();

    private final Axis width;
    private final int reads;
    private final int reach;
    private final int pitch;
    private final int rows;
    private final float[] line;
    private final Scan scan = new Scan(Scan.For.NAN_OR_NEGATIVE_ZERO);

    private VectorMax(Window window, RowKernel<float[]> exact) {
        super(window, exact);
        width = window.width();
        reads = Vectors.whole(width.in(), LANES);
        reach = (outWidth - 1) * width.stride() + (width.kernel() - 1) * width.dilation() + 1;
        pitch = Math.max(width.before() + reads, Vectors.whole(reach, LANES));
        rows = Math.max(1, Maxima.STRETCH / pitch);
        line = new float[rows * pitch + 2 * LANES + reach];
    }

    /** Or null where it is not for that geometry. */
    static Kernel of(Window window, RowKernel<float[]> exact) {
        if (!isCovered(window)) {
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
        return width.stride() > 2 ? outWidth : Vectors.whole(outWidth, LANES / width.stride());
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
        for (int row = first; row < end; row += rows) {
            int count = Math.min(rows, end - row);
            for (int i = 0; i < count; i++) {
                int[] starts = lines[row + i];
                pad(i * pitch, width.before());
                Maxima.down(in, plane, starts, starts.length, line, i * pitch + width.before(), width.in());
                pad(i * pitch + width.before() + width.in(), reach - width.before() - width.in());
            }
            along(count, out, to + (row - first) * outWidth);
        }
    }

    private void along(int count, float[] out, int to) {
        int stride = width.stride();
        int length = (count - 1) * pitch + reach;
        if (stride > 2) {
            Maxima.along(line, length, width.kernel(), width.dilation());
            for (int i = 0; i < count; i++) {
                keep(line, i * pitch, stride, out, to + i * outWidth, outWidth);
            }
            return;
        }
        int done = Maxima.thirds(line, length, width.kernel(), width.dilation());
        int last = (width.kernel() - done) * width.dilation();
        int middle = Math.min(done, width.kernel() - done) * width.dilation();
        for (int i = 0; i < count; i++) {
            int at = i * pitch;
            if (stride == 1) {
                along(line, at, at + middle, at + last, out, to + i * outWidth, outWidth);
            } else {
                alongEvens(line, at, at + middle, at + last, out, to + i * outWidth, outWidth);
            }
        }
    }

    private void pad(int from, int count) {
        for (int i = from; i < from + count; i++) {
            line[i] = Float.NEGATIVE_INFINITY;
        }
    }

    private static void keep(float[] line, int at, int stride, float[] out, int to, int count) {
        for (int o = 0, x = at; o < count; o++, x += stride) {
            out[to + o] = line[x];
        }
    }

    private static void along(float[] line, int a, int b, int c, float[] out, int to, int count) {
        for (int o = 0; o < count; o += LANES) {
            FloatVector max = FloatVector.fromArray(FLOATS, line, a + o)
                    .max(FloatVector.fromArray(FLOATS, line, b + o))
                    .max(FloatVector.fromArray(FLOATS, line, c + o));
            FLOAT_TYPE.cast(max).intoArray(out, to + o);
        }
    }

    private static void alongEvens(float[] line, int a, int b, int c, float[] out, int to, int count) {
        for (int o = 0; o < count; o += LANES / 2) {
            FloatVector max = FloatVector.fromArray(FLOATS, line, a + 2 * o)
                    .max(FloatVector.fromArray(FLOATS, line, b + 2 * o))
                    .max(FloatVector.fromArray(FLOATS, line, c + 2 * o));
            HALF_FLOAT_TYPE
                    .cast(max.reinterpretAsLongs()
                            .convertShape(VectorOperators.L2I, HALF_INTS, 0)
                            .reinterpretShape(HALF_FLOATS, 0))
                    .intoArray(out, to + o);
        }
    }
}
