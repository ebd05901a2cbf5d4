package io.tarn.kernel;

/** A box in elements of the input, of which the first one is at (0, 0). */
public record Box(double left, double top, double right, double bottom) {
    /**
     * The box of these corners, each {@code corner * scale - offset} with every number rounded to the element type.
     *
     * @param corners left, top, right, bottom
     */
    public static Box of(Element element, double[] corners, double scale, double offset) {
        double[] scaled = new double[4];
        for (int i = 0; i < 4; i++) {
            double product = Doubles.round(element, corners[i]) * Doubles.round(element, scale);
            scaled[i] = Doubles.round(element, Doubles.round(element, product) - offset);
        }
        return new Box(scaled[0], scaled[1], scaled[2], scaled[3]);
    }

    /** How far the corner farthest from (0, 0) is, along either dimension. */
    public double reach() {
        return Math.max(Math.max(Math.abs(left), Math.abs(top)), Math.max(Math.abs(right), Math.abs(bottom)));
    }
}
