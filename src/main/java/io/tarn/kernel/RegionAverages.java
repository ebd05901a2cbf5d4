package io.tarn.kernel;

/**
 * Averages over regions of float32, four neighbours at a time: one sum is a chain of additions, each waiting for the one
 * before, so that four side by side take the time of one. Plain loops; sums that are NaN are left to the exact ones.
 */
final class RegionAverages implements RegionKernel {
    private static final int GROUP = 4;

    private final RegionLoops<float[]> exact;

    private RegionAverages(RegionLoops<float[]> exact) {
        this.exact = exact;
    }

    /** Or the exact loop where the element is not float32. */
    @SuppressWarnings("unchecked") // the element says what array the exact loop is for
    static RegionKernel of(Element element) {
        RegionLoops<?> exact = RegionLoops.average(element);
        return element == Element.FLOAT32 ? new RegionAverages((RegionLoops<float[]>) exact) : exact;
    }

    @Override
    public void run(Object input, int plane, Regions regions, Object output, int to, long[] indices) {
        float[] in = (float[]) input;
        float[] out = (float[]) output;
        int width = regions.width().out();
        int o = to;
        for (int d = 0; d < regions.depth().out(); d++) {
            for (int h = 0; h < regions.height().out(); h++, o += width) {
                for (int w = 0; w < width; w += GROUP) {
                    int first = Math.max(0, Math.min(w, width - GROUP));
                    if (width < GROUP || !four(in, plane, regions, d, h, first, out, o)) {
                        for (int i = first; i < Math.min(first + GROUP, width); i++) {
                            exact.cell(in, plane, regions, d, h, i, out, o + i, null);
                        }
                    }
                }
            }
        }
    }

    /** Pools region (d, h, w) and the three after it; whether all are numbers. */
    private static boolean four(float[] in, int plane, Regions regions, int d, int h, int w, float[] out, int to) {
        Span depth = regions.depth();
        Span height = regions.height();
        Span width = regions.width();
        int a = width.start(w);
        int b = width.start(w + 1);
        int c = width.start(w + 2);
        int e = width.start(w + 3);
        int aLength = width.end(w) - a;
        int bLength = width.end(w + 1) - b;
        int cLength = width.end(w + 2) - c;
        int eLength = width.end(w + 3) - e;
        int common = Math.min(Math.min(aLength, bLength), Math.min(cLength, eLength));
        float aSum = 0;
        float bSum = 0;
        float cSum = 0;
        float eSum = 0;
        for (int i = depth.start(d); i < depth.end(d); i++) {
            for (int j = height.start(h); j < height.end(h); j++) {
                int line = plane + (i * height.in() + j) * width.in();
                for (int p = line; p < line + common; p++) {
                    aSum += in[p + a];
                    bSum += in[p + b];
                    cSum += in[p + c];
                    eSum += in[p + e];
                }
                aSum = rest(in, line + a, common, aLength, aSum);
                bSum = rest(in, line + b, common, bLength, bSum);
                cSum = rest(in, line + c, common, cLength, cSum);
                eSum = rest(in, line + e, common, eLength, eSum);
            }
        }
        float depths = depth.end(d) - depth.start(d);
        float heights = height.end(h) - height.start(h);
        out[to + w] = aSum / depths / heights / aLength;
        out[to + w + 1] = bSum / depths / heights / bLength;
        out[to + w + 2] = cSum / depths / heights / cLength;
        out[to + w + 3] = eSum / depths / heights / eLength;
        return !Float.isNaN(aSum) && !Float.isNaN(bSum) && !Float.isNaN(cSum) && !Float.isNaN(eSum);
    }

    private static float rest(float[] in, int from, int done, int length, float sum) {
        float all = sum;
        for (int i = done; i < length; i++) {
            all += in[from + i];
        }
        return all;
    }

    @Override
    public String name() {
        return exact.name();
    }
}
