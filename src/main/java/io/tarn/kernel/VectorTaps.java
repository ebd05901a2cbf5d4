package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.HALF_FLOATS;
import static io.tarn.kernel.Vectors.HALF_INTS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The sums of a row of windows, each lane adding its window's taps in row-major order. One class a loop, so that the
 * compiler takes them one by one: together they exceed its node limit, and then it boxes vectors.
 */
abstract class VectorTaps {
    private static final int LANES = FLOATS.length();

    private VectorTaps() {}

    static VectorTaps of(Axis width, int lines) {
        if (width.stride() == 1) {
            return new All();
        }
        return lines == 2 && width.kernel() == 2 && width.dilation() == 1
                ? new EvensOfFour()
                : lines == 3 && width.kernel() == 3 ? new EvensOfNine() : new Evens();
    }

    /** Of squares, for windows of two lines, two columns and a stride of 2. */
    static VectorTaps squares() {
        return new EvensOfFourSquares();
    }

    /** Sums windows over {@code lines}, which start there in {@code in}, into {@code sums}, in whole vectors. */
    abstract void sum(float[] in, int[] lines, Axis width, float[] sums, int count);

    /** A stride of 1, tap by tap: a sum kept in a vector through inner loops would be boxed. */
    private static final class All extends VectorTaps {
        @Override
        void sum(float[] in, int[] lines, Axis width, float[] sums, int count) {
            Arrays.fill(sums, 0);
            for (int line : lines) {
                for (int t = 0; t < width.kernel(); t++) {
                    add(in, line + t * width.dilation(), sums, count);
                }
            }
        }

        private static void add(float[] in, int from, float[] sums, int count) {
            for (int o = 0; o < count; o += LANES) {
                ((FloatVector) FloatVector.fromArray(FLOATS, sums, o)
                                .add(FloatVector.fromArray(FLOATS, in, from + o))
                                .reinterpretShape(FLOATS, 0))
                        .intoArray(sums, o);
            }
        }
    }

    /** A stride of 2, tap by tap. */
    private static final class Evens extends VectorTaps {
        @Override
        void sum(float[] in, int[] lines, Axis width, float[] sums, int count) {
            Arrays.fill(sums, 0);
            for (int line : lines) {
                for (int t = 0; t < width.kernel(); t++) {
                    add(in, line + t * width.dilation(), sums, count);
                }
            }
        }

        private static void add(float[] in, int from, float[] sums, int count) {
            for (int o = 0; o < count; o += LANES / 2) {
                FloatVector sum = FloatVector.fromArray(HALF_FLOATS, sums, o);
                ((FloatVector) sum.add(((FloatVector) FloatVector.fromArray(FLOATS, in, from + 2 * o)
                                        .reinterpretAsLongs()
                                        .convertShape(VectorOperators.L2I, HALF_INTS, 0)
                                        .reinterpretShape(HALF_FLOATS, 0)))
                                .reinterpretShape(HALF_FLOATS, 0))
                        .intoArray(sums, o);
            }
        }
    }

    private static final class EvensOfFour extends VectorTaps {
        @Override
        void sum(float[] in, int[] lines, Axis width, float[] sums, int count) {
            int a = lines[0];
            int b = lines[1];
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
                ((FloatVector) sum.reinterpretAsLongs()
                                .convertShape(VectorOperators.L2I, HALF_INTS, 0)
                                .reinterpretShape(HALF_FLOATS, 0))
                        .intoArray(sums, o);
            }
        }
    }

    private static final class EvensOfFourSquares extends VectorTaps {
        @Override
        void sum(float[] in, int[] lines, Axis width, float[] sums, int count) {
            int a = lines[0];
            int b = lines[1];
            for (int o = 0; o < count; o += LANES / 2) {
                FloatVector first = FloatVector.fromArray(FLOATS, in, a + 2 * o);
                FloatVector second = FloatVector.fromArray(FLOATS, in, b + 2 * o);
                FloatVector firsts = first.mul(first);
                FloatVector seconds = second.mul(second);
                FloatVector sum = firsts.add(firsts.reinterpretAsLongs()
                                .lanewise(VectorOperators.LSHR, 32)
                                .reinterpretAsFloats())
                        .add(seconds)
                        .add(seconds.reinterpretAsLongs()
                                .lanewise(VectorOperators.LSHR, 32)
                                .reinterpretAsFloats());
                ((FloatVector) sum.reinterpretAsLongs()
                                .convertShape(VectorOperators.L2I, HALF_INTS, 0)
                                .reinterpretShape(HALF_FLOATS, 0))
                        .intoArray(sums, o);
            }
        }
    }

    private static final class EvensOfNine extends VectorTaps {
        @Override
        void sum(float[] in, int[] lines, Axis width, float[] sums, int count) {
            int a = lines[0];
            int b = lines[1];
            int c = lines[2];
            int d = width.dilation();
            for (int o = 0; o < count; o += LANES / 2) {
                int x = 2 * o;
                FloatVector sum = FloatVector.fromArray(FLOATS, in, a + x)
                        .add(FloatVector.fromArray(FLOATS, in, a + d + x))
                        .add(FloatVector.fromArray(FLOATS, in, a + 2 * d + x))
                        .add(FloatVector.fromArray(FLOATS, in, b + x))
                        .add(FloatVector.fromArray(FLOATS, in, b + d + x))
                        .add(FloatVector.fromArray(FLOATS, in, b + 2 * d + x))
                        .add(FloatVector.fromArray(FLOATS, in, c + x))
                        .add(FloatVector.fromArray(FLOATS, in, c + d + x))
                        .add(FloatVector.fromArray(FLOATS, in, c + 2 * d + x));
                ((FloatVector) sum.reinterpretAsLongs()
                                .convertShape(VectorOperators.L2I, HALF_INTS, 0)
                                .reinterpretShape(HALF_FLOATS, 0))
                        .intoArray(sums, o);
            }
        }
    }
}
