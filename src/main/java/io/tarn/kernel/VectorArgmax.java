package io.tarn.kernel;

/** Maxima of float32 with indices: in vectors, as {@link Keys}, otherwise as {@link VectorMax}. */
final class VectorArgmax extends VectorRows<float[]> {
    private final Axis width;
    private final int reads;
    private final int reach;
    private final int pitch;
    private final int rows;
    private final long[] keys;
    private final Scan scan = new Scan(Scan.For.NAN_OR_NEGATIVE_ZERO);

    private VectorArgmax(Window window, RowKernel<float[]> exact) {
        super(window, exact);
        width = window.width();
        reads = Vectors.whole(width.in(), Keys.LANES);
        reach = (outWidth - 1) * width.stride() + (width.kernel() - 1) * width.dilation() + 1;
        pitch = Math.max(width.before() + reads, Vectors.whole(reach, Keys.LANES));
        rows = Math.max(1, Keys.STRETCH / pitch);
        keys = new long[rows * pitch + reach + 2 * Keys.LANES];
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
        for (int row = first; row < end; row += rows) {
            int count = Math.min(rows, end - row);
            for (int i = 0; i < count; i++) {
                int[] starts = lines[row + i];
                pad(i * pitch, width.before());
                Keys.down(in, plane, starts, starts.length, keys, i * pitch + width.before(), width.in());
                pad(i * pitch + width.before() + width.in(), reach - width.before() - width.in());
            }
            Keys.along(keys, (count - 1) * pitch + reach, width.kernel(), width.dilation());
            for (int i = 0; i < count; i++) {
                keep(i * pitch, out, to + (row - first + i) * outWidth, indices);
            }
        }
    }

    private void keep(int at, float[] out, int to, long[] indices) {
        int stride = width.stride();
        for (int o = to, x = 0; o < to + outWidth; o++, x += stride) {
            long key = keys[at + x];
            out[o] = Keys.value(key);
            indices[o] = Keys.position(key) + x - width.before();
        }
    }

    private void pad(int from, int count) {
        for (int i = from; i < from + count; i++) {
            keys[i] = Keys.LOWEST;
        }
    }
}
