package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.HALF_FLOATS;
import static io.tarn.kernel.Vectors.HALF_FLOAT_TYPE;
import static io.tarn.kernel.Vectors.HALF_INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Maxima of float32 over windows of two columns and at most two lines, side by side: the commonest pool. */
final class VectorMaxPairs extends VectorRows<float[]> {
    private static final int LANES = FLOATS.length();

    private final int writes;
    private final Scan scan = new Scan(Scan.For.NAN_OR_NEGATIVE_ZERO);

    VectorMaxPairs(Window window, RowKernel<float[]> exact) {
        super(window, exact);
        writes = Vectors.whole(outWidth, LANES / 2);
    }

    static boolean fits(Window window) {
        Axis width = window.width();
        return width.kernel() == 2
                && width.stride() == 2
                && width.dilation() == 1
                && width.before() == 0
                && 2 * width.out() <= width.in()
                && window.depth().kernel() * window.height().kernel() <= 2;
    }

    @Override
    int reads() {
        return 2 * writes;
    }

    @Override
    int writes() {
        return writes;
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
        pairs(in, plane + lines[0], plane + lines[lines.length - 1], out, to, outWidth);
    }

    /** Windows of two lines (or one, given twice) and two columns. */
    private static void pairs(float[] in, int a, int b, float[] out, int to, int count) {
        for (int o = 0; o < count; o += LANES / 2) {
            FloatVector first = FloatVector.fromArray(FLOATS, in, a + 2 * o);
            FloatVector second = FloatVector.fromArray(FLOATS, in, b + 2 * o);
            FloatVector lower = first.max(second);
            FloatVector upper = lower.reinterpretAsLongs()
                    .lanewise(VectorOperators.LSHR, 32)
                    .reinterpretAsFloats();
            FloatVector max = lower.max(upper);
            HALF_FLOAT_TYPE
                    .cast(max.reinterpretAsLongs()
                            .convertShape(VectorOperators.L2I, HALF_INTS, 0)
                            .reinterpretShape(HALF_FLOATS, 0))
                    .intoArray(out, to + o);
        }
    }
}
