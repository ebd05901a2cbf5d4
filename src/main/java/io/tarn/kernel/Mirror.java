package io.tarn.kernel;

/**
 * Turns the order of an element type around, one to one: a minimum is the mirror image of the maximum of mirror images.
 * Floating types change sign (NaN keeps its payload), integers flip their bits.
 */
public final class Mirror {
    private Mirror() {}

    /** Mirrors {@code count} elements; the arrays may be the same. Halves are to be widened first. */
    public static void run(Object in, Object out, int count) {
        if (in instanceof float[] from) {
            float[] to = (float[]) out;
            for (int i = 0; i < count; i++) {
                to[i] = Float.intBitsToFloat(Float.floatToRawIntBits(from[i]) ^ Integer.MIN_VALUE);
            }
        } else if (in instanceof double[] from) {
            double[] to = (double[]) out;
            for (int i = 0; i < count; i++) {
                to[i] = Double.longBitsToDouble(Double.doubleToRawLongBits(from[i]) ^ Long.MIN_VALUE);
            }
        } else if (in instanceof byte[] from) {
            byte[] to = (byte[]) out;
            for (int i = 0; i < count; i++) {
                to[i] = (byte) ~from[i];
            }
        } else if (in instanceof short[] from) {
            short[] to = (short[]) out;
            for (int i = 0; i < count; i++) {
                to[i] = (short) ~from[i];
            }
        } else if (in instanceof int[] from) {
            int[] to = (int[]) out;
            for (int i = 0; i < count; i++) {
                to[i] = ~from[i];
            }
        } else {
            long[] from = (long[]) in;
            long[] to = (long[]) out;
            for (int i = 0; i < count; i++) {
                to[i] = ~from[i];
            }
        }
    }
}
