package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Copies of the lines that a row of outputs looks at, with zeros for the padding around them. A line that the next row
 * looks at too is kept.
 */
final class PaddedLines {
    private static final int LANES = FLOATS.length();

    private final Window window;
    private final Content content;
    private final int pitch;
    private final int[] held;
    private final int[] slots;

    /** The lines, and after them one of zeros. */
    final float[] array;

    /** What a copy holds. */
    enum Content {
        VALUES,
        SQUARES
    }

    PaddedLines(Window window, int reach, Content content) {
        this.window = window;
        this.content = content;
        pitch = Vectors.whole(Math.max(window.width().before() + window.width().in(), reach), LANES) + 2 * LANES;
        int heightSpan = span(window.height());
        int depthSpan = span(window.depth());
        held = new int[heightSpan * depthSpan];
        slots = new int[window.depth().in() * window.height().in()];
        Arrays.setAll(
                slots,
                line -> line / window.height().in() % depthSpan * heightSpan
                        + line % window.height().in() % heightSpan);
        array = new float[(held.length + 1) * pitch];
    }

    private static int span(Axis axis) {
        return (axis.kernel() - 1) * axis.dilation() + 1;
    }

    /** Forgets every line. */
    void clear() {
        Arrays.fill(held, -1);
    }

    int zeros() {
        return held.length * pitch;
    }

    /** Where in the array line {@code h} of slice {@code d}, of the channel at {@code plane}, is, its padding included. */
    int place(float[] in, int plane, int d, int h) {
        int line = d * window.height().in() + h;
        int slot = slots[line];
        int from = plane + line * window.width().in();
        if (held[slot] != from) {
            held[slot] = from;
            int to = slot * pitch + window.width().before();
            if (content == Content.SQUARES) {
                squares(in, from, array, to, window.width().in());
            } else {
                System.arraycopy(in, from, array, to, window.width().in());
            }
        }
        return slot * pitch;
    }

    private static void squares(float[] in, int from, float[] out, int to, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, in, from + i);
            ((FloatVector) v.mul(v).reinterpretShape(FLOATS, 0)).intoArray(out, to + i);
        }
        for (; i < count; i++) {
            out[to + i] = in[from + i] * in[from + i];
        }
    }
}
