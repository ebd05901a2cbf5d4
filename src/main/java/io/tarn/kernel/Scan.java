package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Looks ahead for float32 values that vectors treat otherwise than the exact loops, a stretch at a time, shortly before
 * they are pooled, so that reading them twice costs little.
 */
final class Scan {
    private static final int STRETCH = 4096;
    private static final int LANES = FLOATS.length();

    private final For what;
    private int scanned;
    private int foundBefore;

    /** What is looked for. Opposite infinities may be taken for NaN. */
    enum For {
        NAN,
        NAN_OR_NEGATIVE_ZERO
    }

    Scan(For what) {
        this.what = what;
    }

    /** Begins anew at {@code from}. */
    void begin(int from) {
        scanned = from;
        foundBefore = from;
    }

    /**
     * Whether there is nothing of it from {@code from} to below {@code to}, which never goes back.
     *
     * @param end where the input ends
     */
    boolean isClear(float[] in, int from, int to, int end) {
        while (scanned < to) {
            int next = Math.min(scanned + STRETCH, end);
            boolean found = what == For.NAN ? hasNaN(in, scanned, next) : hasNaNOrNegativeZero(in, scanned, next);
            scanned = next;
            if (found) {
                foundBefore = next;
            }
        }
        return foundBefore <= from;
    }

    /** Whether there is a NaN among them, or opposite infinities. */
    static boolean hasNaN(float[] in, int from, int to) {
        FloatVector first = FloatVector.zero(FLOATS);
        FloatVector second = FloatVector.zero(FLOATS);
        int i = from;
        for (; i <= to - 2 * LANES; i += 2 * LANES) {
            first = FloatVector.fromArray(FLOATS, in, i).add(first);
            second = FloatVector.fromArray(FLOATS, in, i + LANES).add(second);
        }
        float sum = FloatVector.zero(FLOATS).add(first).add(second).reduceLanes(VectorOperators.ADD);
        for (; i < to; i++) {
            sum += in[i];
        }
        return Float.isNaN(sum);
    }

    private static boolean hasNaNOrNegativeZero(float[] in, int from, int to) {
        FloatVector first = FloatVector.zero(FLOATS);
        FloatVector second = FloatVector.zero(FLOATS);
        IntVector least = IntVector.zero(INTS);
        int i = from;
        for (; i <= to - 2 * LANES; i += 2 * LANES) {
            FloatVector a = FloatVector.fromArray(FLOATS, in, i);
            FloatVector b = FloatVector.fromArray(FLOATS, in, i + LANES);
            first = a.add(first);
            second = b.add(second);
            least = a.reinterpretAsInts().min(b.reinterpretAsInts()).min(least);
        }
        float sum = FloatVector.zero(FLOATS).add(first).add(second).reduceLanes(VectorOperators.ADD);
        int bits = IntVector.zero(INTS).min(least).reduceLanes(VectorOperators.MIN);
        for (; i < to; i++) {
            sum += in[i];
            bits = Math.min(bits, Float.floatToRawIntBits(in[i]));
        }
        return Float.isNaN(sum) || bits == Integer.MIN_VALUE;
    }
}
