package io.tarn.kernel;

import static io.tarn.kernel.Vectors.HALF_FLOATS;
import static io.tarn.kernel.Vectors.HALF_INTS;
import static io.tarn.kernel.Vectors.LONGS;

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
     * @return whether all numbers had a place in the order
     */
    static boolean down(float[] in, int plane, int[] lines, int count, long[] keys, int at, int width) {
        int a = lines[0];
        int b = lines[count / 2];
        int c = lines[count - 1];
        boolean ordered = down(in, plane, a, b, c, keys, at, width);
        for (int i = 1; i < count - 1; i++) {
            if (i != count / 2) {
                ordered &= down(in, plane, lines[i], keys, at, width);
            }
        }
        return ordered;
    }

    private static boolean down(float[] in, int plane, int a, int b, int c, long[] keys, int at, int width) {
        IntVector least = IntVector.zero(HALF_INTS);
        IntVector most = IntVector.zero(HALF_INTS);
        long lowA = Integer.MAX_VALUE - a;
        long lowB = Integer.MAX_VALUE - b;
        long lowC = Integer.MAX_VALUE - c;
        for (int x = 0; x < width; x += LANES) {
            IntVector first = bits(in, plane + a + x);
            IntVector second = bits(in, plane + b + x);
            IntVector third = bits(in, plane + c + x);
            least = least.min(first).min(second).min(third);
            most = most.max(first.and(Integer.MAX_VALUE))
                    .max(second.and(Integer.MAX_VALUE))
                    .max(third.and(Integer.MAX_VALUE));
            keys(first, lowA).max(keys(second, lowB)).max(keys(third, lowC)).intoArray(keys, at + x);
        }
        return isOrdered(least, most);
    }

    private static boolean down(float[] in, int plane, int a, long[] keys, int at, int width) {
        IntVector least = IntVector.zero(HALF_INTS);
        IntVector most = IntVector.zero(HALF_INTS);
        long low = Integer.MAX_VALUE - a;
        for (int x = 0; x < width; x += LANES) {
            IntVector bits = bits(in, plane + a + x);
            least = least.min(bits);
            most = most.max(bits.and(Integer.MAX_VALUE));
            LongVector.fromArray(LONGS, keys, at + x).max(keys(bits, low)).intoArray(keys, at + x);
        }
        return isOrdered(least, most);
    }

    private static IntVector bits(float[] in, int at) {
        return FloatVector.fromArray(HALF_FLOATS, in, at).reinterpretAsInts();
    }

    private static LongVector keys(IntVector bits, long low) {
        IntVector flip = bits.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.LSHR, 1);
        LongVector numbers = (LongVector) bits.lanewise(VectorOperators.XOR, flip)
                .convertShape(VectorOperators.I2L, LONGS, 0)
                .reinterpretShape(LONGS, 0);
        return numbers.lanewise(VectorOperators.LSHL, 32).or(low);
    }

    private static boolean isOrdered(IntVector least, IntVector most) {
        return least.reduceLanes(VectorOperators.MIN) != Integer.MIN_VALUE
                && most.reduceLanes(VectorOperators.MAX) <= Vectors.INFINITY;
    }
}
