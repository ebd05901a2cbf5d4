package io.tarn.kernel;

import java.util.Arrays;

/** Maxima of float32 with indices: in vectors, as {@link Keys}, down the columns and then along the line. */
final class VectorArgmax extends VectorRows<float[]> {
    private final Axis width;
    private final int reads;
    private final int reach;
    private final long[] keys;
    private final Scan scan = new Scan(Scan.For.NAN_OR_NEGATIVE_ZERO);

    private VectorArgmax(Window window, RowKernel<float[]> exact) {
        super(window, exact);
        width = window.width();
        reads = Vectors.whole(width.in(), Keys.LANES);
        reach = (outWidth - 1) * width.stride() + (width.kernel() - 1) * width.dilation() + 1;
        keys = new long[Math.max(width.before() + reads, reach) + reach + 2 * Keys.LANES];
        Arrays.fill(keys, Keys.LOWEST);
    }

    /** Or null where it is not for that geometry. */
    static Kernel of(Window window, RowKernel<float[]> exact) {
        return isCovered(window) ? new VectorArgmax(window, exact) : null;
    }

    @Override
    int reads() {
        return reads;
    }

    @Override
    int writes() {
        return outWidth;
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
            pool(in, plane, lines[row], out, to + (row - first) * outWidth, indices);
        }
    }

    private void pool(float[] in, int plane, int[] lines, float[] out, int to, long[] indices) {
        Keys.down(in, plane, lines, lines.length, keys, width.before(), width.in());
        pad(0, width.before());
        pad(width.before() + width.in(), reach);
        Keys.along(keys, reach, width.kernel(), width.dilation());
        int stride = width.stride();
        for (int o = to, x = 0; o < to + outWidth; o++, x += stride) {
            long key = keys[x];
            out[o] = Keys.value(key);
            indices[o] = Keys.position(key) + x - width.before();
        }
    }

    private void pad(int from, int to) {
        for (int i = from; i < to; i++) {
            keys[i] = Keys.LOWEST;
        }
    }
}
