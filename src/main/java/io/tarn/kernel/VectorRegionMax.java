package io.tarn.kernel;

/** Maxima over regions of float32: in vectors down the columns, as {@link Keys}, then one by one along the line. */
final class VectorRegionMax implements RegionKernel {
    private final RegionLoops<float[]> exact;
    private int[] lines = new int[0];
    private long[] keys = new long[0];

    VectorRegionMax(RegionLoops<float[]> exact) {
        this.exact = exact;
    }

    @Override
    public void run(Object input, int plane, Regions regions, Object output, int to, long[] indices) {
        float[] in = (float[]) input;
        float[] out = (float[]) output;
        Span width = regions.width();
        int reads = Vectors.whole(width.in(), Keys.LANES);
        if (keys.length < reads) {
            keys = new long[reads];
        }
        int o = to;
        for (int d = 0; d < regions.depth().out(); d++) {
            for (int h = 0; h < regions.height().out(); h++, o += width.out()) {
                int count = look(regions, d, h);
                boolean fits = plane + lines[count - 1] + reads <= in.length;
                if (fits && Keys.down(in, plane, lines, count, keys, 0, width.in())) {
                    along(width, out, o, indices);
                } else {
                    for (int w = 0; w < width.out(); w++) {
                        exact.cell(in, plane, regions, d, h, w, out, o + w, indices);
                    }
                }
            }
        }
    }

    /** Sets the lines to those of row (d, h) of regions, and tells how many they are. */
    private int look(Regions regions, int d, int h) {
        Span depth = regions.depth();
        Span height = regions.height();
        int most = (depth.end(d) - depth.start(d)) * (height.end(h) - height.start(h));
        if (lines.length < most) {
            lines = new int[most];
        }
        int count = 0;
        for (int i = depth.start(d); i < depth.end(d); i++) {
            for (int j = height.start(h); j < height.end(h); j++) {
                lines[count++] = (i * height.in() + j) * regions.width().in();
            }
        }
        return count;
    }

    private void along(Span width, float[] out, int o, long[] indices) {
        for (int w = 0; w < width.out(); w++) {
            long best = Keys.LOWEST;
            int end = width.end(w);
            for (int x = width.start(w); x < end; x++) {
                best = Math.max(best, keys[x] - x);
            }
            out[o + w] = Keys.value(best);
            if (indices != null) {
                indices[o + w] = Keys.position(best);
            }
        }
    }

    @Override
    public String name() {
        return Implementation.current().name();
    }
}
