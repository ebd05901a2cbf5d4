package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.FLOAT_TYPE;

import jdk.incubator.vector.FloatVector;

/** The parts of maxima of float32, neither NaN nor -0: whole vectors are read and written. */
final class Maxima {
    /** Elements of lines that are pooled together, about: more than a store buffer holds, less than the nearest cache. */
    static final int STRETCH = 2048;

    private static final int LANES = FLOATS.length();

    private Maxima() {}

    /**
     * The maxima of the columns of several lines, to {@code line[at]} on.
     *
     * @param lines where the lines start from {@code plane} on
     */
    static void down(float[] in, int plane, int[] lines, int count, float[] line, int at, int width) {
        int last = count - 1;
        int a = plane + lines[0];
        int b = plane + lines[Math.min(1, last)];
        int c = plane + lines[Math.min(2, last)];
        down(in, a, b, c, line, at, width);
        for (int i = 3; i < count; i += 2) {
            down(in, plane + lines[i], plane + lines[Math.min(i + 1, last)], line, at, width);
        }
    }

    /** Maxima of three lines, some of which may be the same. */
    private static void down(float[] in, int a, int b, int c, float[] line, int at, int count) {
        for (int x = 0; x < count; x += LANES) {
            FloatVector first = FloatVector.fromArray(FLOATS, in, a + x);
            FloatVector second = FloatVector.fromArray(FLOATS, in, b + x);
            FloatVector third = FloatVector.fromArray(FLOATS, in, c + x);
            FLOAT_TYPE.cast(first.max(second).max(third)).intoArray(line, at + x);
        }
    }

    /** Maxima of two lines and what {@code line} holds. */
    private static void down(float[] in, int a, int b, float[] line, int at, int count) {
        for (int x = 0; x < count; x += LANES) {
            FloatVector first = FloatVector.fromArray(FLOATS, in, a + x);
            FloatVector second = FloatVector.fromArray(FLOATS, in, b + x);
            FloatVector third = FloatVector.fromArray(FLOATS, line, at + x);
            FLOAT_TYPE.cast(first.max(second).max(third)).intoArray(line, at + x);
        }
    }

    /**
     * Makes each element up to {@code count} the maximum of as many taps, {@code dilation} apart, that three such maxima
     * make {@code taps}; tells how many.
     */
    static int thirds(float[] line, int count, int taps, int dilation) {
        int done = 1;
        for (; 3 * done < taps; done *= 3) {
            slide(line, count, done * dilation, 2 * done * dilation);
        }
        return done;
    }

    /** Makes each element up to {@code count} the maximum of {@code taps} of them, {@code dilation} apart. */
    static void along(float[] line, int count, int taps, int dilation) {
        int done = thirds(line, count, taps, dilation);
        if (done < taps) {
            slide(line, count, Math.min(done, taps - done) * dilation, (taps - done) * dilation);
        }
    }

    private static void slide(float[] line, int count, int b, int c) {
        for (int x = 0; x < count; x += LANES) {
            FloatVector max = FloatVector.fromArray(FLOATS, line, x)
                    .max(FloatVector.fromArray(FLOATS, line, x + b))
                    .max(FloatVector.fromArray(FLOATS, line, x + c));
            FLOAT_TYPE.cast(max).intoArray(line, x);
        }
    }
}
