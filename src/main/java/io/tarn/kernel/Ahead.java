package io.tarn.kernel;

/**
 * Reads what vectors are about to read, in the order of memory. Vectors that take two or three lines by turns wait for
 * memory far longer than a loop that does nothing but read; within the caches it would be in vain, so small inputs are
 * left alone, and so are those of short lines.
 */
final class Ahead {
    /** Elements of float32 of a cache line. */
    private static final int LINE = 16;

    /** Elements of inputs that most machines' caches do not hold. */
    private static final long LARGE = 1 << 23;

    /** Elements of lines so long that the processor does not read ahead far enough by itself. */
    private static final int LONG = 96;

    private final boolean large;

    @SuppressWarnings("unused") // keeps what was read, so that the compiler keeps the reading
    private int bits;

    Ahead(Window window) {
        large = window.width().in() >= LONG && (long) window.channels() * window.inPlane() >= LARGE;
    }

    /** Whether {@link #read} reads. */
    boolean isLarge() {
        return large;
    }

    /** Reads from {@code from} to below {@code to}, or the input's end. */
    void read(float[] in, int from, int to) {
        if (!large) {
            return;
        }
        int end = Math.min(to, in.length);
        int all = 0;
        for (int i = from; i < end; i += LINE) {
            all |= Float.floatToRawIntBits(in[i]);
        }
        bits = all;
    }
}
