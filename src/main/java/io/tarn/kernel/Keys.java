package io.tarn.kernel;

import static io.tarn.kernel.Vectors.HALF_FLOATS;
import static io.tarn.kernel.Vectors.LONGS;
import static io.tarn.kernel.Vectors.LONG_TYPE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Numbers with where they were found, as longs whose order is that of {@code max_pool}: the larger number, then the
 * earlier position. The upper half is the number's bits, those of negative ones flipped so that they sort as ints; the
 * lower half counts positions down from the largest int. Neither -0 nor NaN has a place in this order.
 */
final class Keys {
    /** Below every number, with room to count positions down. */
    static final long LOWEST = Long.MIN_VALUE + Integer.MAX_VALUE;

    static final int LANES = LONGS.length();

    /** As {@link Maxima#STRETCH}. */
    static final int STRETCH = 1024;

    private Keys() {}

    static float value(long key) {
        int ordered = (int) (key >> 32);
        return Float.intBitsToFloat(ordered ^ ordered >> 31 >>> 1);
    }

    static int position(long key) {
        return Integer.MAX_VALUE - (int) key;
    }

    /**
     * The greatest keys of the columns of several lines, to {@code keys[at]} on, positions being those of the lines'
     * first elements in their channel; whole vectors are read and written.
     *
     * @param lines where the lines start from {@code plane} on
     */
    static void down(float[] in, int plane, int[] lines, int count, long[] keys, int at, int width) {
        Arrays.fill(keys, at, at + width, LOWEST);
        for (int i = 0; i < count; i++) {
            down(in, plane + lines[i], Integer.MAX_VALUE - lines[i], keys, at, width);
        }
    }

    private static void down(float[] in, int line, long low, long[] keys, int at, int width) {
        for (int x = 0; x < width; x += LANES) {
            IntVector bits = FloatVector.fromArray(HALF_FLOATS, in, line + x).reinterpretAsInts();
            IntVector flip = bits.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.LSHR, 1);
            LongVector numbers = LONG_TYPE.cast(bits.lanewise(VectorOperators.XOR, flip)
                    .convertShape(VectorOperators.I2L, LONGS, 0)
                    .reinterpretShape(LONGS, 0));
            LongVector greatest =
                    numbers.lanewise(VectorOperators.LSHL, 32).or(low).max(LongVector.fromArray(LONGS, keys, at + x));
            LONG_TYPE.cast(greatest).intoArray(keys, at + x);
        }
    }

    /**
     * Makes each key up to {@code count} the greatest of {@code taps} of them {@code dilation} apart, for positions that
     * are those of columns; whole vectors are read and written.
     */
    static void along(long[] keys, int count, int taps, int dilation) {
        int done = 1;
        for (; 3 * done <= taps; done *= 3) {
            slide(keys, count, done * dilation, 2 * done * dilation);
        }
        if (done < taps) {
            slide(keys, count, Math.min(done, taps - done) * dilation, (taps - done) * dilation);
        }
    }

    private static void slide(long[] keys, int count, int b, int c) {
        for (int x = 0; x < count; x += LANES) {
            LongVector second = LongVector.fromArray(LONGS, keys, x + b).sub(b);
            LongVector third = LongVector.fromArray(LONGS, keys, x + c).sub(c);
            LONG_TYPE
                    .cast(LongVector.fromArray(LONGS, keys, x).max(second).max(third))
                    .intoArray(keys, x);
        }
    }
}
