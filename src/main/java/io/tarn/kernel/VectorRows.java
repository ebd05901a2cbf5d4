package io.tarn.kernel;

import java.lang.reflect.Array;

/**
 * Sliding windows, a row of outputs at a time, in vectors. Vectors read and write past a row's end: what they read there
 * is not used, and what they write is overwritten by the rows that follow. The rows at the arrays' very end, and those
 * with values that vectors treat otherwise (NaN, -0), are left to the exact loop.
 *
 * @param <A> the array type
 */
abstract class VectorRows<A> implements Kernel {
    final Window window;
    final int outWidth;
    private final RowKernel<A> exact;
    private final int[][] lines;

    VectorRows(Window window, RowKernel<A> exact) {
        this.window = window;
        this.exact = exact;
        outWidth = window.width().out();
        lines = new int[window.depth().out() * window.height().out()][];
        for (int row = 0; row < lines.length; row++) {
            lines[row] =
                    lines(row / window.height().out(), row % window.height().out());
        }
    }

    /** Whether every window has a tap inside the input, which vector loops take for granted. */
    static boolean isCovered(Window window) {
        return isCovered(window.depth()) && isCovered(window.height()) && isCovered(window.width());
    }

    private static boolean isCovered(Axis axis) {
        for (int o = 0; o < axis.out(); o++) {
            if (axis.taps(o) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Where the input lines that row (d, h) of outputs looks at start in their channel. */
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
    abstract boolean isPlain(A in, int from, int to, int end);

    /**
     * Pools a row of outputs, {@code row} of its channel, into {@code out} from {@code to} on.
     *
     * @param lines where the lines it looks at start from {@code plane} on, in order
     */
    abstract void pool(A in, int plane, int[] lines, int row, A out, int to, long[] indices);

    @Override
    @SuppressWarnings("unchecked")
    public final void run(Object input, Object output, long[] indices) {
        A in = (A) input;
        A out = (A) output;
        int lastRead = Array.getLength(in) - reads();
        int lastWrite = window.channels() * window.outPlane() - writes();
        int height = window.height().out();
        int width = window.width().in();
        int end = window.channels() * window.inPlane();
        int to = 0;
        begin();
        for (int c = 0; c < window.channels(); c++) {
            int plane = c * window.inPlane();
            for (int row = 0; row < lines.length; row++, to += outWidth) {
                int[] looked = lines[row];
                int first = plane + looked[0];
                int last = plane + looked[looked.length - 1];
                if (to <= lastWrite && last <= lastRead && isPlain(in, first, last + width, end)) {
                    pool(in, plane, looked, row, out, to, indices);
                } else {
                    exact.row(in, plane, out, to, row / height, row % height, indices);
                }
            }
        }
    }

    @Override
    public final String name() {
        return Implementation.current().name();
    }
}
