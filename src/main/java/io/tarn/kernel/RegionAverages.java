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
        int t = 0;
        for (; t <= taps - 8; t += 8) {
            addEight(in, line + t, starts, w, sums);
        }
        for (; t < taps; t++) {
            addOne(in, line + t, starts, w, sums);
        }
    }

    /** Straight, for a loop over so few would spend its time on getting ready. */
    private static void addEight(float[] in, int line, int[] starts, int w, float[] sums) {
        int a = line + starts[w];
        int b = line + starts[w + 1];
        int c = line + starts[w + 2];
        int d = line + starts[w + 3];
        int e = line + starts[w + 4];
        int f = line + starts[w + 5];
        int g = line + starts[w + 6];
        int h = line + starts[w + 7];
        float aSum =
                sums[w] + in[a] + in[a + 1] + in[a + 2] + in[a + 3] + in[a + 4] + in[a + 5] + in[a + 6] + in[a + 7];
        float bSum =
                sums[w + 1] + in[b] + in[b + 1] + in[b + 2] + in[b + 3] + in[b + 4] + in[b + 5] + in[b + 6] + in[b + 7];
        float cSum =
                sums[w + 2] + in[c] + in[c + 1] + in[c + 2] + in[c + 3] + in[c + 4] + in[c + 5] + in[c + 6] + in[c + 7];
        float dSum =
                sums[w + 3] + in[d] + in[d + 1] + in[d + 2] + in[d + 3] + in[d + 4] + in[d + 5] + in[d + 6] + in[d + 7];
        float eSum =
                sums[w + 4] + in[e] + in[e + 1] + in[e + 2] + in[e + 3] + in[e + 4] + in[e + 5] + in[e + 6] + in[e + 7];
        float fSum =
                sums[w + 5] + in[f] + in[f + 1] + in[f + 2] + in[f + 3] + in[f + 4] + in[f + 5] + in[f + 6] + in[f + 7];
        float gSum =
                sums[w + 6] + in[g] + in[g + 1] + in[g + 2] + in[g + 3] + in[g + 4] + in[g + 5] + in[g + 6] + in[g + 7];
        float hSum =
                sums[w + 7] + in[h] + in[h + 1] + in[h + 2] + in[h + 3] + in[h + 4] + in[h + 5] + in[h + 6] + in[h + 7];
        sums[w] = aSum;
        sums[w + 1] = bSum;
        sums[w + 2] = cSum;
        sums[w + 3] = dSum;
        sums[w + 4] = eSum;
        sums[w + 5] = fSum;
        sums[w + 6] = gSum;
        sums[w + 7] = hSum;
    }

    /** The same for one element. */
    private static void addOne(float[] in, int line, int[] starts, int w, float[] sums) {
        int a = line + starts[w];
        int b = line + starts[w + 1];
        int c = line + starts[w + 2];
        int d = line + starts[w + 3];
        int e = line + starts[w + 4];
        int f = line + starts[w + 5];
        int g = line + starts[w + 6];
        int h = line + starts[w + 7];
        float aSum = sums[w] + in[a];
        float bSum = sums[w + 1] + in[b];
        float cSum = sums[w + 2] + in[c];
        float dSum = sums[w + 3] + in[d];
        float eSum = sums[w + 4] + in[e];
        float fSum = sums[w + 5] + in[f];
        float gSum = sums[w + 6] + in[g];
        float hSum = sums[w + 7] + in[h];
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
