package io.tarn.kernel;

/**
 * Maxima over regions of float32: in vectors, as {@link Keys} where indices are asked for, down the columns of several rows
 * of regions and then along them, as {@link VectorMax} does.
 */
final class VectorRegionMax implements RegionKernel {
    private static final int LANES = Vectors.FLOATS.length();

    private final RegionLoops<float[]> exact;
    private int[] starts = new int[0];
    private float[] line = new float[0];
    private long[] keys = new long[0];
    private int[] outputs = new int[0];
    private final Scan scan = new Scan(Scan.For.NAN_OR_NEGATIVE_ZERO);

    VectorRegionMax(RegionLoops<float[]> exact) {
        this.exact = exact;
    }

    @Override
    public void run(Object input, int plane, Regions regions, Object output, int to, long[] indices) {
        float[] in = (float[]) input;
        float[] out = (float[]) output;
        Span width = regions.width();
        int reads = Vectors.whole(width.in(), LANES);
        int rows = begin(reads, indices != null);
        int end = plane + regions.inPlane();
        int taps = shortest(width);
        int pending = 0;
        scan.begin(plane);
        for (int row = 0; row < regions.depth().out() * regions.height().out(); row++) {
            int o = to + row * width.out();
            int count = look(regions, row);
            int last = plane + starts[count - 1];
            if (last + reads > in.length || !scan.isClear(in, plane + starts[0], last + width.in(), end)) {
                exactly(in, plane, regions, row, out, o, indices);
                continue;
            }
            if (indices == null) {
                Maxima.down(in, plane, starts, count, line, pending * reads, width.in());
            } else {
                Keys.down(in, plane, starts, count, keys, pending * reads, width.in());
            }
            outputs[pending++] = o;
            if (pending == rows) {
                along(width, taps, pending, reads, out, indices);
                pending = 0;
            }
        }
        along(width, taps, pending, reads, out, indices);
    }

    /** Makes room, and tells for how many rows. */
    private int begin(int reads, boolean withIndices) {
        int rows = Math.max(1, (withIndices ? Keys.STRETCH : Maxima.STRETCH) / reads);
        int length = (rows + 1) * reads + LANES;
        if (withIndices && keys.length < length) {
            keys = new long[length];
        } else if (!withIndices && line.length < length) {
            line = new float[length];
        }
        if (outputs.length < rows) {
            outputs = new int[rows];
        }
        return rows;
    }

    private void exactly(float[] in, int plane, Regions regions, int row, float[] out, int o, long[] indices) {
        int d = row / regions.height().out();
        int h = row % regions.height().out();
        for (int w = 0; w < regions.width().out(); w++) {
            exact.cell(in, plane, regions, d, h, w, out, o + w, indices);
        }
    }

    /** Sets the starts to those of the lines of that row of regions, and tells how many they are. */
    private int look(Regions regions, int row) {
        Span depth = regions.depth();
        Span height = regions.height();
        int d = row / height.out();
        int h = row % height.out();
        int most = (depth.end(d) - depth.start(d)) * (height.end(h) - height.start(h));
        if (starts.length < most) {
            starts = new int[most];
        }
        int count = 0;
        for (int i = depth.start(d); i < depth.end(d); i++) {
            for (int j = height.start(h); j < height.end(h); j++) {
                starts[count++] = (i * height.in() + j) * regions.width().in();
            }
        }
        return count;
    }

    /** So many rows, of lines that stand {@code pitch} apart. Windows are put together from ones as long as the shortest. */
    private void along(Span width, int taps, int rows, int pitch, float[] out, long[] indices) {
        if (indices == null) {
            Maxima.along(line, rows * pitch, taps, 1);
        } else {
            Keys.along(keys, rows * pitch, taps, 1);
        }
        for (int row = 0; row < rows; row++) {
            if (indices == null) {
                keep(width, taps, row * pitch, out, outputs[row]);
            } else {
                keep(width, taps, row * pitch, out, outputs[row], indices);
            }
        }
    }

    private void keep(Span width, int taps, int at, float[] out, int o) {
        for (int w = 0; w < width.out(); w++) {
            int last = at + width.end(w) - taps;
            float best = line[last];
            for (int x = at + width.start(w); x < last; x += taps) {
                best = line[x] > best ? line[x] : best;
            }
            out[o + w] = best;
        }
    }

    private void keep(Span width, int taps, int at, float[] out, int o, long[] indices) {
        for (int w = 0; w < width.out(); w++) {
            int start = width.start(w);
            int step = width.end(w) - taps - start;
            long best = Math.max(keys[at + start], keys[at + start + step] - step);
            for (int x = taps; x < step; x += taps) {
                best = Math.max(best, keys[at + start + x] - x);
            }
            out[o + w] = Keys.value(best);
            indices[o + w] = Keys.position(best) + start;
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
