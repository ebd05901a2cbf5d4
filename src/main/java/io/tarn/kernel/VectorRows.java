package io.tarn.kernel;

import java.lang.reflect.Array;

/**
 * Sliding windows in vectors, a few rows of outputs at a time, so that what they look at stays in cache. Vectors read and
 * write past a row's end: what they read there is not used, and what they write is overwritten by the rows that follow.
 * The rows at the arrays' very end, and those with values that vectors treat otherwise (NaN, -0), are left to the exact
 * loop.
 *
 * @param <A> the array type
 */
abstract class VectorRows<A> implements Kernel {
    /** Elements of the input that rows pooled together look at, about. */
    private static final int BLOCK = 4096;

    final Window window;
    final int outWidth;
    private final RowKernel<A> exact;
    private final int block;

    /** Per row of a channel's outputs, where the input lines that it looks at start in their channel. */
    final int[][] lines;

    /** Per row of a channel's outputs, the last line that it or a row before it looks at. */
    private final int[] lastLines;

    VectorRows(Window window, RowKernel<A> exact) {
        this.window = window;
        this.exact = exact;
        outWidth = window.width().out();
        lines = new int[window.depth().out() * window.height().out()][];
        lastLines = new int[lines.length];
        for (int row = 0; row < lines.length; row++) {
            lines[row] =
                    lines(row / window.height().out(), row % window.height().out());
            int last = lines[row][lines[row].length - 1];
            lastLines[row] = row == 0 ? last : Math.max(last, lastLines[row - 1]);
        }
        block = (int) Math.max(
                1, BLOCK / ((long) window.width().in() * window.height().stride()));
    }

    /**
     * Whether every window has a tap inside the input, which vector loops take for granted, and reaches over not much more
     * than the input, as they keep its taps and its padding.
     */
    static boolean isCovered(Window window) {
        double reach = span(window.depth()) * span(window.height()) * span(window.width());
        return reach <= 4.0 * window.inPlane() + BLOCK
                && isCovered(window.depth())
                && isCovered(window.height())
                && isCovered(window.width());
    }

    /** Elements from a window's first tap to its last, both included. */
    private static double span(Axis axis) {
        return (axis.kernel() - 1.0) * axis.dilation() + 1;
    }

    private static boolean isCovered(Axis axis) {
        for (int o = 0; o < axis.out(); o++) {
            if (axis.taps(o) == 0) {
                return false;
            }
        }
        return true;
    }

    private int[] lines(int d, int h) {
        Axis depth = window.depth();
        Axis height = window.height();
        int[] starts = new int[depth.taps(d) * height.taps(h)];
        int count = 0;
        for (int kd = depth.firstTap(d); kd < depth.endTap(d); kd++) {
            int slice = (depth.start(d) + kd * depth.dilation()) * height.in();
            for (int kh = height.firstTap(h); kh < height.endTap(h); kh++) {
                starts[count++] = (slice + height.start(h) + kh * height.dilation())
                        * window.width().in();
            }
        }
        return starts;
    }

    /** Elements that {@link #pool} reads from the start of a line. */
    abstract int reads();

    /** Elements that {@link #pool} writes from the start of a row. */
    abstract int writes();

    /** Called once before a run. */
    void begin() {}

    /** Whether vectors do as the exact loop does from {@code from} to below {@code to}, {@code end} being the input's. */
    boolean isPlain(A in, int from, int to, int end) {
        return true;
    }

    /** Pools rows {@code first} to below {@code end} of the channel at {@code plane} into {@code out} from {@code to} on. */
    abstract void pool(A in, int plane, int first, int end, A out, int to, long[] indices);

    @Override
    @SuppressWarnings("unchecked")
    public final void run(Object input, Object output, long[] indices) {
        A in = (A) input;
        A out = (A) output;
        int lastRead = Array.getLength(in) - reads();
        int lastWrite = window.channels() * window.outPlane() - writes();
        int to = 0;
        begin();
        for (int c = 0; c < window.channels(); c++) {
            int plane = c * window.inPlane();
            for (int row = 0; row < lines.length; ) {
                int next = Math.min(row + block, lines.length);
                boolean fits = plane + lastLines[next - 1] <= lastRead && to + (next - 1 - row) * outWidth <= lastWrite;
                if (fits && areRowsPlain(in, plane, row, next)) {
                    pool(in, plane, row, next, out, to, indices);
                } else {
                    singly(in, plane, row, next, out, to, indices, lastRead, lastWrite);
                }
                to += (next - row) * outWidth;
                row = next;
            }
        }
    }

    private boolean areRowsPlain(A in, int plane, int row, int next) {
        int end = window.channels() * window.inPlane();
        return isPlain(
                in,
                plane + lines[row][0],
                plane + lastLines[next - 1] + window.width().in(),
                end);
    }

    private void singly(
            A in, int plane, int first, int end, A out, int to, long[] indices, int lastRead, int lastWrite) {
        for (int row = first; row < end; row++) {
            int at = to + (row - first) * outWidth;
            if (plane + lastLines[row] <= lastRead && at <= lastWrite && areRowsPlain(in, plane, row, row + 1)) {
                pool(in, plane, row, row + 1, out, at, indices);
            } else {
                exactly(in, plane, row, out, at, indices);
            }
        }
    }

    /** Pools row {@code row} of the channel at {@code plane} by the exact loop. */
    final void exactly(A in, int plane, int row, A out, int to, long[] indices) {
        int height = window.height().out();
        exact.row(in, plane, out, to, row / height, row % height, indices);
    }

    @Override
    public final String name() {
        return Implementation.current().name();
    }
}
