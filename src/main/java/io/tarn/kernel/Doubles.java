package io.tarn.kernel;

/** Elements of float32 or float64 as doubles, and back with one rounding. */
public final class Doubles {
    private Doubles() {}

    /** Reads {@code count} elements from {@code from} on to the start of {@code to}. */
    public static void read(Object in, int from, double[] to, int count) {
        if (in instanceof double[] doubles) {
            System.arraycopy(doubles, from, to, 0, count);
        } else {
            float[] floats = (float[]) in;
            for (int i = 0; i < count; i++) {
                to[i] = floats[from + i];
            }
        }
    }

    /** Writes {@code count} elements from the start of {@code from} to {@code to} on. */
    public static void write(double[] from, Object out, int to, int count) {
        if (out instanceof double[] doubles) {
            System.arraycopy(from, 0, doubles, to, count);
        } else {
            float[] floats = (float[]) out;
            for (int i = 0; i < count; i++) {
                floats[to + i] = (float) from[i];
            }
        }
    }
    /** The double as the element type holds it. */
    static double round(Element element, double value) {
        return element == Element.FLOAT32 ? (float) value : value;
    }
}
