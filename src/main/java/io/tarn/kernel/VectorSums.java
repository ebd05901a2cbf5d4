package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.HALF_FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * Sums, averages and 2-norms of float32, strides of 1 and 2: each lane adds the taps of its window in row-major order,
 * as the exact rule has it. With a stride of 2 every position is summed and every second one kept. Padding is summed
 * too, as +0, which changes nothing but the sign of a zero that ends up positive anyway.
 */
final class VectorSums extends VectorRows<float[]> {
    private static final int LANES = FLOATS.length();

    private final Result result;
    private final float factor;
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
        this.result = result;
        this.factor = factor;
        Axis width = window.width();
        int reach = (outWidth - 1) * width.stride() + (width.kernel() - 1) * width.dilation() + 1;
        int lanes = LANES / width.stride();
        starts = new int[window.depth().kernel() * window.height().kernel()];
        boolean direct =
                result != Result.NORM && isInside(window.depth()) && isInside(window.height()) && isInside(width);
        padded = direct
                ? null
                : new PaddedLines(
                        window,
                        reach,
                        result == Result.NORM ? PaddedLines.Content.SQUARES : PaddedLines.Content.VALUES);
        reads = direct
                ? Vectors.whole(outWidth, lanes) * width.stride() + (width.kernel() - 1) * width.dilation()
                : width.in();
        sums = new float[Vectors.whole(outWidth, LANES)];
        divisors = divisor == null ? null : divisors(window, divisor);
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

    /** Per row of outputs what its sums are divided by; rows that share a line of divisors have the same. */
    private static float[][] divisors(Window window, Divisor divisor) {
        int height = window.height().out();
        int width = window.width().out();
        float[][] rows = new float[window.depth().out() * height][];
        for (int row = 0; row < rows.length; row++) {
            float[] line = new float[Vectors.whole(width, LANES)];
            java.util.Arrays.fill(line, 1);
            for (int w = 0; w < width; w++) {
                line[w] = divisor.at(row / height, row % height, w);
            }
            rows[row] = row > 0 && java.util.Arrays.equals(rows[row - 1], line) ? rows[row - 1] : line;
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
        Axis width = window.width();
        if (width.stride() == 1) {
            sums(from, starts, width.kernel(), width.dilation(), sums, outWidth);
        } else if (starts.length == 2 && width.kernel() == 2) {
            evenSums(from, starts[0], starts[1], width.dilation(), sums, outWidth);
        } else if (starts.length == 3 && width.kernel() == 3) {
            evenSums(from, starts[0], starts[1], starts[2], width.dilation(), sums, outWidth);
        } else {
            evenSums(from, starts, width.kernel(), width.dilation(), sums, outWidth);
        }
        if (result == Result.SUM) {
            sum(sums, out, to, outWidth);
        } else if (result == Result.AVERAGE) {
            average(sums, divisors[row], out, to, outWidth);
        } else if (divisors == null) {
            norm(sums, out, to, outWidth);
        } else {
            norm(sums, divisors[row], factor, out, to, outWidth);
        }
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

    private static void sums(float[] in, int[] lines, int taps, int dilation, float[] sums, int count) {
        for (int o = 0; o < count; o += LANES) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int line : lines) {
                for (int t = 0; t < taps; t++) {
                    sum = FloatVector.fromArray(FLOATS, in, line + o + t * dilation)
                            .add(sum);
                }
            }
            Vectors.store(FloatVector.zero(FLOATS).add(sum), sums, o);
        }
    }

    private static void evenSums(float[] in, int[] lines, int taps, int dilation, float[] sums, int count) {
        for (int o = 0; o < count; o += LANES / 2) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int line : lines) {
                for (int t = 0; t < taps; t++) {
                    sum = FloatVector.fromArray(FLOATS, in, line + 2 * o + t * dilation)
                            .add(sum);
                }
            }
            Vectors.evens(FloatVector.zero(FLOATS).add(sum)).intoArray(sums, o);
        }
    }

    private static void evenSums(float[] in, int a, int b, int dilation, float[] sums, int count) {
        for (int o = 0; o < count; o += LANES / 2) {
            FloatVector sum = FloatVector.fromArray(FLOATS, in, a + 2 * o)
                    .add(FloatVector.fromArray(FLOATS, in, a + 2 * o + dilation))
                    .add(FloatVector.fromArray(FLOATS, in, b + 2 * o))
                    .add(FloatVector.fromArray(FLOATS, in, b + 2 * o + dilation));
            Vectors.evens(sum).intoArray(sums, o);
        }
    }

    private static void evenSums(float[] in, int a, int b, int c, int dilation, float[] sums, int count) {
        for (int o = 0; o < count; o += LANES / 2) {
            FloatVector sum = FloatVector.fromArray(FLOATS, in, a + 2 * o)
                    .add(FloatVector.fromArray(FLOATS, in, a + 2 * o + dilation))
                    .add(FloatVector.fromArray(FLOATS, in, a + 2 * o + 2 * dilation))
                    .add(FloatVector.fromArray(FLOATS, in, b + 2 * o))
                    .add(FloatVector.fromArray(FLOATS, in, b + 2 * o + dilation))
                    .add(FloatVector.fromArray(FLOATS, in, b + 2 * o + 2 * dilation))
                    .add(FloatVector.fromArray(FLOATS, in, c + 2 * o))
                    .add(FloatVector.fromArray(FLOATS, in, c + 2 * o + dilation))
                    .add(FloatVector.fromArray(FLOATS, in, c + 2 * o + 2 * dilation));
            Vectors.evens(sum).intoArray(sums, o);
        }
    }

    private static void sum(float[] sums, float[] out, int to, int count) {
        for (int o = 0; o < count; o += LANES / 2) {
            FloatVector sum = FloatVector.fromArray(HALF_FLOATS, sums, o).add(FloatVector.zero(HALF_FLOATS));
            Vectors.storeHalf(sum, out, to + o);
        }
    }

    private static void average(float[] sums, float[] divisors, float[] out, int to, int count) {
        for (int o = 0; o < count; o += LANES / 2) {
            FloatVector mean = FloatVector.fromArray(HALF_FLOATS, sums, o)
                    .div(FloatVector.fromArray(HALF_FLOATS, divisors, o))
                    .add(FloatVector.zero(HALF_FLOATS));
            Vectors.storeHalf(mean, out, to + o);
        }
    }

    private static void norm(float[] sums, float[] out, int to, int count) {
        for (int o = 0; o < count; o += LANES / 2) {
            FloatVector root = FloatVector.fromArray(HALF_FLOATS, sums, o).sqrt();
            Vectors.storeHalf(root, out, to + o);
        }
    }

    private static void norm(float[] sums, float[] divisors, float factor, float[] out, int to, int count) {
        for (int o = 0; o < count; o += LANES / 2) {
            FloatVector root = FloatVector.fromArray(HALF_FLOATS, sums, o)
                    .div(FloatVector.fromArray(HALF_FLOATS, divisors, o))
                    .mul(FloatVector.broadcast(HALF_FLOATS, factor))
                    .sqrt();
            Vectors.storeHalf(root, out, to + o);
        }
    }
}
