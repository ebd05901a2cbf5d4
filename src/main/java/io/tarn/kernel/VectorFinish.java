package io.tarn.kernel;

import static io.tarn.kernel.Vectors.HALF_FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * What becomes of a row of sums. In half vectors, which a processor can read back at once where half vectors were
 * written before. One class a loop, for the reason that {@link VectorTaps} has.
 */
abstract class VectorFinish {
    private static final int LANES = HALF_FLOATS.length();

    private VectorFinish() {}

    static VectorFinish sum() {
        return new Sum();
    }

    static VectorFinish divide() {
        return new Divide();
    }

    /** A product with an inverse has the quotient's bits where divisors are powers of two, and is sooner there. */
    static VectorFinish multiply() {
        return new Multiply();
    }

    /** The root of the average times a factor. */
    static VectorFinish root(float factor) {
        return new Root(factor);
    }

    /** Writes {@code count} results in whole vectors; {@code line} holds divisors or their inverses. */
    abstract void run(float[] sums, float[] line, float[] out, int to, int count);

    private static final class Sum extends VectorFinish {
        @Override
        void run(float[] sums, float[] line, float[] out, int to, int count) {
            for (int o = 0; o < count; o += LANES) {
                ((FloatVector) FloatVector.fromArray(HALF_FLOATS, sums, o)
                                .add(FloatVector.zero(HALF_FLOATS))
                                .reinterpretShape(HALF_FLOATS, 0))
                        .intoArray(out, to + o);
            }
        }
    }

    private static final class Divide extends VectorFinish {
        @Override
        void run(float[] sums, float[] line, float[] out, int to, int count) {
            for (int o = 0; o < count; o += LANES) {
                FloatVector mean =
                        FloatVector.fromArray(HALF_FLOATS, sums, o).div(FloatVector.fromArray(HALF_FLOATS, line, o));
                ((FloatVector) mean.add(FloatVector.zero(HALF_FLOATS)).reinterpretShape(HALF_FLOATS, 0))
                        .intoArray(out, to + o);
            }
        }
    }

    private static final class Multiply extends VectorFinish {
        @Override
        void run(float[] sums, float[] line, float[] out, int to, int count) {
            for (int o = 0; o < count; o += LANES) {
                FloatVector mean =
                        FloatVector.fromArray(HALF_FLOATS, sums, o).mul(FloatVector.fromArray(HALF_FLOATS, line, o));
                ((FloatVector) mean.add(FloatVector.zero(HALF_FLOATS)).reinterpretShape(HALF_FLOATS, 0))
                        .intoArray(out, to + o);
            }
        }
    }

    private static final class Root extends VectorFinish {
        private final float factor;

        Root(float factor) {
            this.factor = factor;
        }

        @Override
        void run(float[] sums, float[] line, float[] out, int to, int count) {
            FloatVector by = FloatVector.broadcast(HALF_FLOATS, factor);
            for (int o = 0; o < count; o += LANES) {
                FloatVector mean =
                        FloatVector.fromArray(HALF_FLOATS, sums, o).div(FloatVector.fromArray(HALF_FLOATS, line, o));
                ((FloatVector) mean.mul(by).sqrt().reinterpretShape(HALF_FLOATS, 0)).intoArray(out, to + o);
            }
        }
    }
}
