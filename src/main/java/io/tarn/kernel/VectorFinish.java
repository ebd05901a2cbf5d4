package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.FLOAT_TYPE;

import jdk.incubator.vector.FloatVector;

/** What becomes of sums, in place. One class a loop, for the reason that {@link VectorTaps} has. */
abstract class VectorFinish {
    private static final int LANES = FLOATS.length();

    private VectorFinish() {}

    /** The quotient plus +0. */
    static VectorFinish average(float divisor) {
        return isPowerOfTwo(divisor) ? new Multiply(1 / divisor) : new Divide(divisor);
    }

    /** The root of {@code factor} times the quotient plus +0. */
    static VectorFinish norm(float divisor, float factor) {
        return isPowerOfTwo(divisor)
                ? new Root(1 / divisor, factor)
                : new Both(new Divide(divisor), new Root(1, factor));
    }

    /** A product with the inverse has the quotient's bits then, and is sooner there. */
    static boolean isPowerOfTwo(float number) {
        return Math.abs(number) == Math.scalb(1f, Math.getExponent(number));
    }

    /** From {@code values[from]} to below {@code values[to]}. */
    abstract void run(float[] values, int from, int to);

    /** Divides {@code count} values from {@code values[from]} on, in whole vectors, by those of a line, and adds +0. */
    static void divide(float[] values, int from, float[] line, int count) {
        for (int o = 0; o < count; o += LANES) {
            FloatVector quotient =
                    FloatVector.fromArray(FLOATS, values, from + o).div(FloatVector.fromArray(FLOATS, line, o));
            FLOAT_TYPE.cast(quotient.add(FloatVector.zero(FLOATS))).intoArray(values, from + o);
        }
    }

    private static final class Both extends VectorFinish {
        private final VectorFinish first;
        private final VectorFinish second;

        Both(VectorFinish first, VectorFinish second) {
            this.first = first;
            this.second = second;
        }

        @Override
        void run(float[] values, int from, int to) {
            first.run(values, from, to);
            second.run(values, from, to);
        }
    }

    private static final class Multiply extends VectorFinish {
        private final float factor;

        Multiply(float factor) {
            this.factor = factor;
        }

        @Override
        void run(float[] values, int from, int to) {
            FloatVector by = FloatVector.broadcast(FLOATS, factor);
            int i = from;
            for (; i <= to - LANES; i += LANES) {
                FloatVector product = FloatVector.fromArray(FLOATS, values, i).mul(by);
                FLOAT_TYPE.cast(product.add(FloatVector.zero(FLOATS))).intoArray(values, i);
            }
            for (; i < to; i++) {
                values[i] = values[i] * factor + 0f;
            }
        }
    }

    private static final class Divide extends VectorFinish {
        private final float divisor;

        Divide(float divisor) {
            this.divisor = divisor;
        }

        @Override
        void run(float[] values, int from, int to) {
            FloatVector by = FloatVector.broadcast(FLOATS, divisor);
            int i = from;
            for (; i <= to - LANES; i += LANES) {
                FloatVector quotient = FloatVector.fromArray(FLOATS, values, i).div(by);
                FLOAT_TYPE.cast(quotient.add(FloatVector.zero(FLOATS))).intoArray(values, i);
            }
            for (; i < to; i++) {
                values[i] = values[i] / divisor + 0f;
            }
        }
    }

    private static final class Root extends VectorFinish {
        private final float inverse;
        private final float factor;

        Root(float inverse, float factor) {
            this.inverse = inverse;
            this.factor = factor;
        }

        @Override
        void run(float[] values, int from, int to) {
            FloatVector first = FloatVector.broadcast(FLOATS, inverse);
            FloatVector second = FloatVector.broadcast(FLOATS, factor);
            int i = from;
            for (; i <= to - LANES; i += LANES) {
                FloatVector mean = FloatVector.fromArray(FLOATS, values, i).mul(first);
                FLOAT_TYPE.cast(mean.mul(second).sqrt()).intoArray(values, i);
            }
            for (; i < to; i++) {
                values[i] = (float) Math.sqrt(values[i] * inverse * factor);
            }
        }
    }
}
