package io.tarn.kernel;

import java.util.Arrays;

/**
 * Averages over regions of float32, line by line of the input and eight neighbours at a time: one sum is a chain of
 * additions, each waiting for the one before, so that eight side by side take the time of a few. Plain loops; sums that
 * are NaN are left to the exact ones.
 */
final class RegionAverages implements RegionKernel {
    private static final int GROUP = 8;

    private final RegionLoops<float[]> exact;
    private int[] starts = new int[0];
    private int[] lengths = new int[0];
    private float[] sums = new float[0];

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
        Span depth = regions.depth();
        Span height = regions.height();
        Span width = regions.width();
        int shortest = look(width);
        int longest = width.longest();
        int o = to;
        for (int d = 0; d < depth.out(); d++) {
            for (int h = 0; h < height.out(); h++, o += width.out()) {
                int lines = (depth.end(d) - depth.start(d)) * (height.end(h) - height.start(h));
                int first = plane + (depth.start(d) * height.in() + height.start(h)) * width.in();
                if (lines == 1 && longest == 1) {
                    pick(in, first, starts, out, o, width.out());
                    continue;
                }
                Arrays.fill(sums, 0);
                for (int i = depth.start(d); i < depth.end(d); i++) {
                    for (int j = height.start(h); j < height.end(h); j++) {
                        int line = plane + (i * height.in() + j) * width.in();
                        for (int w = 0; w < sums.length; w += GROUP) {
                            add(in, line, starts, w, shortest, sums);
                        }
                        if (shortest < longest) {
                            addRest(in, line, width.out(), shortest);
                        }
                    }
                }
                if (!divide(depth.end(d) - depth.start(d), height.end(h) - height.start(h), out, o, width.out())) {
                    for (int w = 0; w < width.out(); w++) {
                        exact.cell(in, plane, regions, d, h, w, out, o + w, null);
                    }
                }
            }
        }
    }

    /** Sets the starts and lengths, the last of them repeated to whole groups; tells the least length. */
    private int look(Span width) {
        int count = (width.out() + GROUP - 1) / GROUP * GROUP;
        if (starts.length != count) {
            starts = new int[count];
            lengths = new int[count];
            sums = new float[count];
        }
        int shortest = width.in();
        for (int w = 0; w < count; w++) {
            int i = Math.min(w, width.out() - 1);
            starts[w] = width.start(i);
            lengths[w] = width.end(i) - width.start(i);
            shortest = Math.min(shortest, lengths[w]);
        }
        return shortest;
    }

    /** Regions of one element. */
    private static void pick(float[] in, int line, int[] starts, float[] out, int to, int count) {
        for (int w = 0; w < count; w++) {
            out[to + w] = 0f + in[line + starts[w]];
        }
    }

    /** Adds the first {@code taps} elements of a line to each sum of a group. */
    private static void add(float[] in, int line, int[] starts, int w, int taps, float[] sums) {
        int a = line + starts[w];
        int b = line + starts[w + 1];
        int c = line + starts[w + 2];
        int d = line + starts[w + 3];
        int e = line + starts[w + 4];
        int f = line + starts[w + 5];
        int g = line + starts[w + 6];
        int h = line + starts[w + 7];
        float aSum = sums[w];
        float bSum = sums[w + 1];
        float cSum = sums[w + 2];
        float dSum = sums[w + 3];
        float eSum = sums[w + 4];
        float fSum = sums[w + 5];
        float gSum = sums[w + 6];
        float hSum = sums[w + 7];
        for (int t = 0; t < taps; t++) {
            aSum += in[a + t];
            bSum += in[b + t];
            cSum += in[c + t];
            dSum += in[d + t];
            eSum += in[e + t];
            fSum += in[f + t];
            gSum += in[g + t];
            hSum += in[h + t];
        }
        sums[w] = aSum;
        sums[w + 1] = bSum;
        sums[w + 2] = cSum;
        sums[w + 3] = dSum;
        sums[w + 4] = eSum;
        sums[w + 5] = fSum;
        sums[w + 6] = gSum;
        sums[w + 7] = hSum;
    }

    private void addRest(float[] in, int line, int count, int done) {
        for (int w = 0; w < count; w++) {
            for (int t = done; t < lengths[w]; t++) {
                sums[w] += in[line + starts[w] + t];
            }
        }
    }

    /** Writes the averages; whether all are numbers. */
    private boolean divide(int depths, int heights, float[] out, int to, int count) {
        boolean numbers = true;
        for (int w = 0; w < count; w++) {
            out[to + w] = sums[w] / depths / heights / lengths[w];
            numbers &= !Float.isNaN(sums[w]);
        }
        return numbers;
    }

    @Override
    public String name() {
        return exact.name();
    }
}
