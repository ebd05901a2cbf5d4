package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;

import java.util.Arrays;

/**
 * Sums, averages and 2-norms of float32, strides of 1 and 2: each lane adds the taps of its window in row-major order,
 * as the exact rule has it. With a stride of 2 every position is summed and every second one kept. Padding is summed
 * too, as +0, which changes nothing but the sign of a zero that ends up positive anyway.
 */
final class VectorSums extends VectorRows<float[]> {
    private static final int LANES = FLOATS.length();

    private final VectorTaps taps;
    private final VectorFinish finish;
    private final int reads;
    private final int[] starts;
    private final PaddedLines padded;
    private final float[] sums;
    private final Scan scan = new Scan(Scan.For.NAN);
    private final float[][] divisors;

    /** What becomes of a sum. */
    enum Result {
        SUM,
        AVERAGE,
        NORM
    }

    private VectorSums(Window window, RowKernel<float[]> exact, Divisor divisor, Result result, long factor) {
        super(window, exact);
        Axis width = window.width();
        int reach = (outWidth - 1) * width.stride() + (width.kernel() - 1) * width.dilation() + 1;
        int lanes = LANES / width.stride();
        starts = new int[window.depth().kernel() * window.height().kernel()];
        boolean norm = result == Result.NORM;
        boolean inside = isInside(window.depth()) && isInside(window.height()) && isInside(width);
        boolean squares = norm
                && inside
                && starts.length == 2
                && width.kernel() == 2
                && width.stride() == 2
                && width.dilation() == 1;
        boolean direct = inside && !norm || squares;
        taps = squares ? VectorTaps.squares() : VectorTaps.of(width, starts.length);
        padded = direct
                ? null
                : new PaddedLines(window, reach, norm ? PaddedLines.Content.SQUARES : PaddedLines.Content.VALUES);
        reads = direct
                ? Vectors.whole(outWidth, lanes) * width.stride() + (width.kernel() - 1) * width.dilation()
                : width.in();
        sums = new float[Vectors.whole(outWidth, LANES)];
        divisors = divisors(window, divisor);
        boolean powers = result == Result.AVERAGE && invert(divisors);
        finish = switch (result) {
            case SUM -> VectorFinish.sum();
            case AVERAGE -> powers ? VectorFinish.multiply() : VectorFinish.divide();
            case NORM -> VectorFinish.root(factor);
        };
    }

    /** Inverts the divisors if all are powers of two, and tells whether it did. */
    private static boolean invert(float[][] divisors) {
        for (float[] line : divisors) {
            for (float divisor : line) {
                if (Math.abs(divisor) != Math.scalb(1f, Math.getExponent(divisor))) {
                    return false;
                }
            }
        }
        for (int row = 0; row < divisors.length; row++) {
            if (row == 0 || divisors[row] != divisors[row - 1]) {
                float[] line = divisors[row];
                for (int w = 0; w < line.length; w++) {
                    line[w] = 1 / line[w];
                }
            }
        }
        return true;
    }

    /** Or null where it is not for that geometry. */
    static Kernel of(Window window, RowKernel<float[]> exact, Divisor divisor, Result result, long factor) {
        return window.width().stride() <= 2 && isCovered(window)
                ? new VectorSums(window, exact, divisor, result, factor)
                : null;
    }

    private static boolean isInside(Axis axis) {
        for (int o : new int[] {0, axis.out() - 1}) {
            if (axis.taps(o) < axis.kernel()) {
                return false;
            }
        }
        return true;
    }

    /** Per row of outputs what its sums are divided by, 1 where there is no divisor; rows that share a line of divisors have the same. */
    private static float[][] divisors(Window window, Divisor divisor) {
        int height = window.height().out();
        int width = window.width().out();
        float[][] rows = new float[window.depth().out() * height][];
        for (int row = 0; row < rows.length; row++) {
            float[] line = new float[Vectors.whole(width, LANES)];
            Arrays.fill(line, 1);
            for (int w = 0; w < width && divisor != null; w++) {
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
        return sums.length;
    }

    @Override
    void begin() {
        scan.begin(0);
        if (padded != null) {
            padded.clear();
        }
    }

    @Override
    boolean isPlain(float[] in, int from, int to, int end) {
        return scan.isClear(in, from, to, end);
    }

    @Override
    void pool(float[] in, int plane, int[] lines, int row, float[] out, int to, long[] indices) {
        float[] from = in;
        if (padded == null) {
            for (int i = 0; i < lines.length; i++) {
                starts[i] = plane + lines[i];
            }
        } else {
            from = padded.array;
            place(in, plane, row);
        }
        taps.sum(from, starts, window.width(), sums, outWidth);
        finish.run(sums, divisors[row], out, to, outWidth);
    }

    /** Sets the starts to where the window's lines are among the padded ones. */
    private void place(float[] in, int plane, int row) {
        Axis depth = window.depth();
        Axis height = window.height();
        int d = depth.start(row / height.out());
        int top = height.start(row % height.out());
        int i = 0;
        for (int kd = 0; kd < depth.kernel(); kd++, d += depth.dilation()) {
            int h = top;
            for (int kh = 0; kh < height.kernel(); kh++, h += height.dilation()) {
                boolean inside = d >= 0 && d < depth.in() && h >= 0 && h < height.in();
                starts[i++] = inside ? padded.place(in, plane, d, h) : padded.zeros();
            }
        }
    }
}
