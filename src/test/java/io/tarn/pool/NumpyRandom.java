package io.tarn.pool;

/**
 * The normal numbers of {@code numpy.random.seed(seed); numpy.random.randn(...)}: the Mersenne Twister MT19937
 * (Matsumoto and Nishimura 1998) and Marsaglia's polar method.
 */
final class NumpyRandom {
    private static final int WORDS = 624;
    private static final int MIDDLE = 397;

    private final int[] state = new int[WORDS];
    private int position = WORDS;
    private double second = Double.NaN;

    NumpyRandom(int seed) {
        state[0] = seed;
        for (int i = 1; i < WORDS; i++) {
            int before = state[i - 1];
            state[i] = 1812433253 * (before ^ before >>> 30) + i;
        }
    }

    double nextGaussian() {
        if (!Double.isNaN(second)) {
            double kept = second;
            second = Double.NaN;
            return kept;
        }
        while (true) {
            double a = 2 * nextDouble() - 1;
            double b = 2 * nextDouble() - 1;
            double square = a * a + b * b;
            if (square < 1 && square != 0) {
                double factor = Math.sqrt(-2 * Math.log(square) / square);
                second = factor * a;
                return factor * b;
            }
        }
    }

    /** From 0 to below 1, of 53 bits. */
    private double nextDouble() {
        long high = Integer.toUnsignedLong(next()) >>> 5;
        long low = Integer.toUnsignedLong(next()) >>> 6;
        return ((high << 26) + low) * 0x1p-53;
    }

    private int next() {
        if (position == WORDS) {
            for (int i = 0; i < WORDS; i++) {
                int joined = (state[i] & 0x80000000) | (state[(i + 1) % WORDS] & 0x7fffffff);
                state[i] = state[(i + MIDDLE) % WORDS] ^ joined >>> 1 ^ ((joined & 1) == 0 ? 0 : 0x9908b0df);
            }
            position = 0;
        }
        int word = state[position++];
        word ^= word >>> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ word >>> 18;
    }
}
