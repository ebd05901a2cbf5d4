package io.tarn.kernel;

/** Padding that mirrors what lies inside of an edge, without the edge itself: c b | a b c | b a. */
final class Reflection {
    private Reflection() {}

    /** Where each element of the padded line comes from; the padding on either side is less than the elements. */
    static int[] positions(Axis axis) {
        int[] positions = new int[axis.before() + axis.in() + axis.after()];
        for (int i = 0; i < positions.length; i++) {
            int inside = Math.abs(i - axis.before());
            positions[i] = inside < axis.in() ? inside : 2 * (axis.in() - 1) - inside;
        }
        return positions;
    }
}
