package io.tarn.kernel;

import java.util.Arrays;

/** Maxima of float32 with indices: in vectors down the columns, as {@link Keys}, then one by one along the line. */
final class VectorArgmax extends VectorRows<float[]> {
    private final Axis width;
    private final int reads;
    private final int reach;
    private final long[] keys;

    private VectorArgmax(Window window, RowKernel<float[]> exact) {
        super(window, exact);
        width = window.width();
        reads = Vectors.whole(width.in(), Keys.LANES);
        reach = (outWidth - 1) * width.stride() + (width.kernel() - 1) * width.dilation() + 1;
        keys = new long[Math.max(width.before() + reads, reach)];
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
    boolean pool(float[] in, int plane, int[] lines, int row, float[] out, int to, long[] indices) {
        if (!Keys.down(in, plane, lines, lines.length, keys, width.before(), width.in())) {
            return false;
        }
        for (int i = width.before() + width.in(); i < reach; i++) {
            keys[i] = Keys.LOWEST;
        }
        if (width.kernel() == 2 && width.dilation() == 1) {
            along2(out, to, indices);
        } else if (width.kernel() == 3 && width.dilation() == 1) {
            along3(out, to, indices);
        } else {
            along(out, to, indices);
        }
        return true;
    }

    private void along(float[] out, int to, long[] indices) {
        int span = width.kernel() * width.dilation();
        for (int o = 0, x = 0; o < outWidth; o++, x += width.stride()) {
            long best = keys[x];
            for (int t = width.dilation(); t < span; t += width.dilation()) {
                best = Math.max(best, keys[x + t] - t);
            }
            put(best, x, out, indices, to + o);
        }
    }

    private void along2(float[] out, int to, long[] indices) {
        int stride = width.stride();
        for (int o = 0, x = 0; o < outWidth; o++, x += stride) {
            put(Math.max(keys[x], keys[x + 1] - 1), x, out, indices, to + o);
        }
    }

    private void along3(float[] out, int to, long[] indices) {
        int stride = width.stride();
        for (int o = 0, x = 0; o < outWidth; o++, x += stride) {
            put(Math.max(Math.max(keys[x], keys[x + 1] - 1), keys[x + 2] - 2), x, out, indices, to + o);
        }
    }

    private void put(long key, int x, float[] out, long[] indices, int o) {
        out[o] = Keys.value(key);
        indices[o] = Keys.position(key) + x - width.before();
    }
}
