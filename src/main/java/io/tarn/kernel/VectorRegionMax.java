package io.tarn.kernel;

/** Maxima over regions of float32: in vectors, as {@link Keys}, down the columns and then along the line. */
final class VectorRegionMax implements RegionKernel {
    private final RegionLoops<float[]> exact;
    private int[] lines = new int[0];
    private long[] keys = new long[0];
    private final Scan scan = new Scan(Scan.For.NAN_OR_NEGATIVE_ZERO);

    VectorRegionMax(RegionLoops<float[]> exact) {
        this.exact = exact;
    }

    @Override
    public void run(Object input, int plane, Regions regions, Object output, int to, long[] indices) {
        float[] in = (float[]) input;
        float[] out = (float[]) output;
        Span width = regions.width();
        int reads = Vectors.whole(width.in(), Keys.LANES);
        if (keys.length < 2 * reads + Keys.LANES) {
            keys = new long[2 * reads + Keys.LANES];
        }
        int end = plane + regions.inPlane();
        int taps = shortest(width);
        int o = to;
        scan.begin(plane);
        for (int d = 0; d < regions.depth().out(); d++) {
            for (int h = 0; h < regions.height().out(); h++, o += width.out()) {
                int count = look(regions, d, h);
                int last = plane + lines[count - 1];
                if (last + reads <= in.length && scan.isClear(in, plane + lines[0], last + width.in(), end)) {
                    Keys.down(in, plane, lines, count, keys, 0, width.in());
                    along(width, taps, out, o, indices);
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

    /** Every window is put together from windows as long as the shortest. */
    private void along(Span width, int taps, float[] out, int o, long[] indices) {
        Keys.along(keys, width.in(), taps, 1);
        for (int w = 0; w < width.out(); w++) {
            int start = width.start(w);
            int step = width.end(w) - taps - start;
            long best = Math.max(keys[start], keys[start + step] - step);
            for (int x = taps; x < step; x += taps) {
                best = Math.max(best, keys[start + x] - x);
            }
            out[o + w] = Keys.value(best);
            if (indices != null) {
                indices[o + w] = Keys.position(best) + start;
            }
        }
    }

    private static int shortest(Span width) {
        int shortest = width.in();
        for (int w = 0; w < width.out(); w++) {
            shortest = Math.min(shortest, width.end(w) - width.start(w));
        }
        return shortest;
    }

    @Override
    public String name() {
        return Implementation.current().name();
    }
}
