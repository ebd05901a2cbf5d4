package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.FLOAT_TYPE;
import static io.tarn.kernel.Vectors.HALF_FLOATS;
import static io.tarn.kernel.Vectors.HALF_FLOAT_TYPE;
import static io.tarn.kernel.Vectors.HALF_INTS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Copies of the lines that a row of outputs looks at, with zeros for the padding around them. With a stride of 2 a copy
 * has the even positions first, and then the odd ones, so that neighbouring windows have their taps side by side. A line
 * that the next row looks at too is kept.
 */
final class PaddedLines {
    private static final int LANES = FLOATS.length();

    private final Window window;
    private final boolean squares;
    private final int stride;
    private final int count;
    private final int before;
    private final int pitch;
    private final int half;
    private final int[] held;
    private final int[] slots;

    private final float[] squared;

    /** The lines, and after them one of zeros. */
    final float[] array;

    /** Of the elements or of their squares, for a stride of 1 or 2. */
    PaddedLines(Window window, boolean squares) {
        this.window = window;
        this.squares = squares;
        Axis width = window.width();
        stride = width.stride();
        count = width.in();
        before = width.before();
        int reach = (width.out() - 1) * stride + span(width);
        int length = Vectors.whole(Math.max(before + count, reach), LANES) + 2 * LANES;
        half = length;
        pitch = stride * length;
        int heightSpan = span(window.height());
        int depthSpan = span(window.depth());
        held = new int[heightSpan * depthSpan];
        slots = new int[window.depth().in() * window.height().in()];
        Arrays.setAll(
                slots,
                line -> line / window.height().in() % depthSpan * heightSpan
                        + line % window.height().in() % heightSpan);
        squared = new float[Vectors.whole(count, LANES)];
        array = new float[(held.length + 1) * pitch];
    }

    private static int span(Axis axis) {
        return (axis.kernel() - 1) * axis.dilation() + 1;
    }

    /** Where tap {@code t} of the first window is, from the start of a copy. */
    int column(int t) {
        int position = t * window.width().dilation();
        return stride == 1 ? position : position % 2 * half + position / 2;
    }

    /** Forgets every line. */
    void clear() {
        Arrays.fill(held, -1);
    }

    int zeros() {
        return held.length * pitch;
    }

    /** Where the copy of a line, counted from its channel's first, is in the array. */
    int start(int line) {
        return slots[line] * pitch;
    }

    /** Copies those lines of the channel at {@code plane}, unless they are there. */
    void hold(float[] in, int plane, int[] lines) {
        for (int line : lines) {
            int slot = slots[line];
            int from = plane + line * count;
            if (held[slot] != from) {
                held[slot] = from;
                copy(in, from, slot * pitch);
            }
        }
    }

    private void copy(float[] in, int from, int to) {
        if (stride == 1) {
            if (squares) {
                squares(in, from, array, to + before, count);
            } else {
                System.arraycopy(in, from, array, to + before, count);
            }
            return;
        }
        int first = to + before % 2 * half + before / 2;
        int second = to + (before + 1) % 2 * half + (before + 1) / 2;
        if (squares) {
            squares(in, from, squared, 0, count);
            split(squared, 0, array, first, second, count);
        } else if (from + Vectors.whole(count, LANES) <= in.length) {
            split(in, from, array, first, second, count);
        } else {
            splitSingly(in, from, first, second);
        }
    }

    private static void squares(float[] in, int from, float[] out, int to, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, in, from + i);
            FLOAT_TYPE.cast(v.mul(v)).intoArray(out, to + i);
        }
        for (; i < count; i++) {
            out[to + i] = in[from + i] * in[from + i];
        }
    }

    /** The first, third, ... element to one place and the others to another. */
    private void splitSingly(float[] in, int from, int first, int second) {
        for (int i = 0; i < count; i++) {
            array[(i % 2 == 0 ? first : second) + i / 2] = in[from + i];
        }
    }

    /** The same in vectors, and zeros after them. */
    private static void split(float[] in, int from, float[] out, int first, int second, int count) {
        for (int i = 0; i < count; i += LANES) {
            LongVector pairs = FloatVector.fromArray(FLOATS, in, from + i).reinterpretAsLongs();
            HALF_FLOAT_TYPE
                    .cast(pairs.convertShape(VectorOperators.L2I, HALF_INTS, 0).reinterpretShape(HALF_FLOATS, 0))
                    .intoArray(out, first + i / 2);
            HALF_FLOAT_TYPE
                    .cast(pairs.lanewise(VectorOperators.LSHR, 32)
                            .convertShape(VectorOperators.L2I, HALF_INTS, 0)
                            .reinterpretShape(HALF_FLOATS, 0))
                    .intoArray(out, second + i / 2);
        }
        clear(out, first + (count + 1) / 2);
        clear(out, second + count / 2);
    }

    /** Clears what a whole vector may have written after the line's end. */
    private static void clear(float[] out, int from) {
        HALF_FLOAT_TYPE.cast(FloatVector.zero(HALF_FLOATS)).intoArray(out, from);
    }
}
