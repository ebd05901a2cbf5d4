package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.FLOAT_TYPE;
import static io.tarn.kernel.Vectors.HALF_FLOATS;
import static io.tarn.kernel.Vectors.HALF_FLOAT_TYPE;
import static io.tarn.kernel.Vectors.HALF_INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The sums of a row of windows, each lane adding its window's taps in row-major order. One class a loop, so that the
 * compiler takes them one by one: together they exceed its node limit, and then it boxes vectors.
 */
abstract class VectorTaps {
    private static final int LANES = FLOATS.length();

    private VectorTaps() {}

    /** Of windows of {@code taps} taps, each window's tap beside the one of the window before. */
    static VectorTaps of(int taps) {
        return switch (taps) {
            case 4 -> new Four();
            case 9 -> new Nine();
            default -> new Any();
        };
    }

    /** Of windows of two lines and two columns, side by side; given are the two lines' starts. */
    static VectorTaps pairs() {
        return new Pairs();
    }

    /** As {@link #of} for four taps, of the elements' squares. */
    static VectorTaps squaresOfFour() {
        return new SquaresOfFour();
    }

    /**
     * Writes {@code count} sums, in whole vectors, to {@code out[to]} on; the first one's taps are
     * {@code in[base + at[i]]}.
     */
    abstract void sum(float[] in, int base, int[] at, float[] out, int to, int count);

    /** The same for rows {@code first} to below {@code end}, of which {@code at[row]} holds the taps. */
    void sum(float[] in, int base, int[][] at, int first, int end, float[] out, int to, int count) {
        for (int row = first, o = to; row < end; row++, o += count) {
            sum(in, base, at[row], out, o, count);
        }
    }

    private static final class Four extends VectorTaps {
        @Override
        void sum(float[] in, int base, int[] at, float[] out, int to, int count) {
            int a = base + at[0];
            int b = base + at[1];
            int c = base + at[2];
            int d = base + at[3];
            for (int o = 0; o < count; o += LANES) {
                FloatVector sum = FloatVector.fromArray(FLOATS, in, a + o)
                        .add(FloatVector.fromArray(FLOATS, in, b + o))
                        .add(FloatVector.fromArray(FLOATS, in, c + o))
                        .add(FloatVector.fromArray(FLOATS, in, d + o));
                FLOAT_TYPE.cast(sum).intoArray(out, to + o);
            }
        }
    }

    private static final class SquaresOfFour extends VectorTaps {
        @Override
        void sum(float[] in, int base, int[] at, float[] out, int to, int count) {
            int first = base + at[0];
            int second = base + at[1];
            int third = base + at[2];
            int fourth = base + at[3];
            for (int o = 0; o < count; o += LANES) {
                FloatVector a = FloatVector.fromArray(FLOATS, in, first + o);
                FloatVector b = FloatVector.fromArray(FLOATS, in, second + o);
                FloatVector c = FloatVector.fromArray(FLOATS, in, third + o);
                FloatVector d = FloatVector.fromArray(FLOATS, in, fourth + o);
                FloatVector sum = a.mul(a).add(b.mul(b)).add(c.mul(c)).add(d.mul(d));
                FLOAT_TYPE.cast(sum).intoArray(out, to + o);
            }
        }
    }

    private static final class Nine extends VectorTaps {
        @Override
        void sum(float[] in, int base, int[] at, float[] out, int to, int count) {
            int a = base + at[0];
            int b = base + at[1];
            int c = base + at[2];
            int d = base + at[3];
            int e = base + at[4];
            int f = base + at[5];
            int g = base + at[6];
            int h = base + at[7];
            int i = base + at[8];
            for (int o = 0; o < count; o += LANES) {
                FloatVector sum = FloatVector.fromArray(FLOATS, in, a + o)
                        .add(FloatVector.fromArray(FLOATS, in, b + o))
                        .add(FloatVector.fromArray(FLOATS, in, c + o))
                        .add(FloatVector.fromArray(FLOATS, in, d + o))
                        .add(FloatVector.fromArray(FLOATS, in, e + o))
                        .add(FloatVector.fromArray(FLOATS, in, f + o))
                        .add(FloatVector.fromArray(FLOATS, in, g + o))
                        .add(FloatVector.fromArray(FLOATS, in, h + o))
                        .add(FloatVector.fromArray(FLOATS, in, i + o));
                FLOAT_TYPE.cast(sum).intoArray(out, to + o);
            }
        }
    }

    /** Tap by tap: a sum kept in a vector through an inner loop would be boxed. */
    private static final class Any extends VectorTaps {
        @Override
        void sum(float[] in, int base, int[] at, float[] out, int to, int count) {
            set(in, base + at[0], out, to, count);
            for (int tap = 1; tap < at.length; tap++) {
                add(in, base + at[tap], out, to, count);
            }
        }

        private static void set(float[] in, int from, float[] out, int to, int count) {
            for (int o = 0; o < count; o += LANES) {
                FLOAT_TYPE.cast(FloatVector.fromArray(FLOATS, in, from + o)).intoArray(out, to + o);
            }
        }

        private static void add(float[] in, int from, float[] out, int to, int count) {
            for (int o = 0; o < count; o += LANES) {
                FLOAT_TYPE
                        .cast(FloatVector.fromArray(FLOATS, out, to + o)
                                .add(FloatVector.fromArray(FLOATS, in, from + o)))
                        .intoArray(out, to + o);
            }
        }
    }

    private static final class Pairs extends VectorTaps {
        @Override
        void sum(float[] in, int base, int[][] at, int first, int end, float[] out, int to, int count) {
            for (int row = first, o = to; row < end; row++, o += count) {
                pairs(in, base, at[row], out, o, count);
            }
        }

        @Override
        void sum(float[] in, int base, int[] at, float[] out, int to, int count) {
            pairs(in, base, at, out, to, count);
        }

        private static void pairs(float[] in, int base, int[] at, float[] out, int to, int count) {
            int a = base + at[0];
            int b = base + at[1];
            for (int o = 0; o < count; o += LANES / 2) {
                FloatVector first = FloatVector.fromArray(FLOATS, in, a + 2 * o);
                FloatVector second = FloatVector.fromArray(FLOATS, in, b + 2 * o);
                FloatVector sum = first.add(first.reinterpretAsLongs()
                                .lanewise(VectorOperators.LSHR, 32)
                                .reinterpretAsFloats())
                        .add(second)
                        .add(second.reinterpretAsLongs()
                                .lanewise(VectorOperators.LSHR, 32)
                                .reinterpretAsFloats());
                HALF_FLOAT_TYPE
                        .cast(sum.reinterpretAsLongs()
                                .convertShape(VectorOperators.L2I, HALF_INTS, 0)
                                .reinterpretShape(HALF_FLOATS, 0))
                        .intoArray(out, to + o);
            }
        }
    }
}
