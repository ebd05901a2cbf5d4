package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;

import java.util.Arrays;

/**
 * Sums, averages and 2-norms of float32, strides of 1 and 2: each lane adds the taps of its window in row-major order,
 * as the exact rule has it. Padding is summed too, as +0, which changes nothing but the sign of a zero that ends up
 * positive anyway. Sums are ended many rows at a time; those that turn out to be NaN are made again by the exact loop,
 * which knows which NaN they are.
 */
final class VectorSums extends VectorRows<float[]> {
    private static final int LANES = FLOATS.length();

    private final Ahead ahead;
    private final VectorTaps taps;
    private final VectorFinish finish;
    private final int reads;
    private final PaddedLines padded;

    /** Per row of a channel's outputs, where the taps of its first window are, in the channel or among padded lines. */
    private final int[][] at;

    private final int[][] lineNumbers;
    private final float[][] divisors;

    /** What becomes of a sum. */
    enum Result {
        SUM,
        AVERAGE,
        NORM
    }

    private VectorSums(Window window, RowKernel<float[]> exact, Divisor divisor, Result result, long factor) {
        super(window, exact);
        ahead = new Ahead(window);
        Axis width = window.width();
        int lineCount = window.depth().kernel() * window.height().kernel();
        boolean norm = result == Result.NORM;
        boolean inside = window.isInside();
        boolean pairs = !norm
                && inside
                && lineCount == 2
                && width.kernel() == 2
                && width.stride() == 2
                && width.dilation() == 1;
        if (pairs) {
            taps = VectorTaps.pairs();
            padded = null;
            at = lines;
        } else {
            taps = VectorTaps.of(lineCount * width.kernel());
            padded = inside && !norm && width.stride() == 1 ? null : new PaddedLines(window, norm);
            at = new int[lines.length][];
            Arrays.setAll(at, row -> padded == null ? directTaps(row) : paddedTaps(row));
        }
        lineNumbers = new int[lines.length][];
        Arrays.setAll(lineNumbers, row -> Arrays.stream(lines[row])
                .map(start -> start / width.in())
                .toArray());
        int span = (width.kernel() - 1) * width.dilation();
        reads = padded == null ? Vectors.whole(outWidth, LANES) * width.stride() + span : width.in();
        float same = divisor == null ? 1 : divisor.shared();
        divisors = same == 0 ? divisors(window, divisor) : null;
        float left = divisors == null ? same : 1;
        finish = norm ? VectorFinish.norm(left, factor) : VectorFinish.average(left);
    }

    /** Or null where it is not for that geometry. */
    static Kernel of(Window window, RowKernel<float[]> exact, Divisor divisor, Result result, long factor) {
        return window.width().stride() <= 2 && isCovered(window)
                ? new VectorSums(window, exact, divisor, result, factor)
                : null;
    }

    /** Per row of outputs what its sums are divided by; rows of the same share a line. */
    private static float[][] divisors(Window window, Divisor divisor) {
        int height = window.height().out();
        int width = window.width().out();
        float[][] rows = new float[window.depth().out() * height][];
        for (int row = 0; row < rows.length; row++) {
            float[] line = new float[Vectors.whole(width, LANES)];
            Arrays.fill(line, 1);
            for (int w = 0; w < width; w++) {
                line[w] = divisor.at(row / height, row % height, w);
            }
            rows[row] = row > 0 && Arrays.equals(rows[row - 1], line) ? rows[row - 1] : line;
        }
        return rows;
    }

    @Override
    int reads() {
        return reads;
    }

    @Override
    int writes() {
        return Vectors.whole(outWidth, LANES);
    }

    @Override
    void begin() {
        if (padded != null) {
            padded.clear();
        }
    }

    private int[] directTaps(int row) {
        Axis width = window.width();
        int[] taps = new int[lines[row].length * width.kernel()];
        Arrays.setAll(taps, i -> lines[row][i / width.kernel()] + i % width.kernel() * width.dilation());
        return taps;
    }

    private int[] paddedTaps(int row) {
        Axis depth = window.depth();
        Axis height = window.height();
        int kernel = window.width().kernel();
        int[] taps = new int[depth.kernel() * height.kernel() * kernel];
        int i = 0;
        for (int kd = 0; kd < depth.kernel(); kd++) {
            int d = depth.start(row / height.out()) + kd * depth.dilation();
            for (int kh = 0; kh < height.kernel(); kh++) {
                int h = height.start(row % height.out()) + kh * height.dilation();
                boolean inside = d >= 0 && d < depth.in() && h >= 0 && h < height.in();
                int start = inside ? padded.start(d * height.in() + h) : padded.zeros();
                for (int kw = 0; kw < kernel; kw++) {
                    taps[i++] = start + padded.column(kw);
                }
            }
        }
        return taps;
    }

    @Override
    void pool(float[] in, int plane, int first, int end, float[] out, int to, long[] indices) {
        int[] last = lines[end - 1];
        ahead.read(
                in,
                plane + lines[first][0],
                plane + last[last.length - 1] + window.width().in());
        if (padded == null && divisors == null) {
            taps.sum(in, plane, at, first, end, out, to, outWidth);
        } else {
            singly(in, plane, first, end, out, to);
        }
        int outEnd = to + (end - first) * outWidth;
        finish.run(out, to, outEnd);
        if (Scan.hasNaN(out, to, outEnd)) {
            for (int row = first; row < end; row++) {
                exactly(in, plane, row, out, to + (row - first) * outWidth, null);
            }
        }
    }

    private void singly(float[] in, int plane, int first, int end, float[] out, int to) {
        for (int row = first, o = to; row < end; row++, o += outWidth) {
            if (padded == null) {
                taps.sum(in, plane, at[row], out, o, outWidth);
            } else {
                padded.hold(in, plane, lineNumbers[row]);
                taps.sum(padded.array, 0, at[row], out, o, outWidth);
            }
            if (divisors != null) {
                VectorFinish.divide(out, o, divisors[row], outWidth);
            }
        }
    }
}
