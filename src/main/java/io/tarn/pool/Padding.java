package io.tarn.pool;

import java.io.Serializable;

/**
 * What lies around the input: nothing wins a maximum there, and sums find 0.
 *
 * @param form how it was asked for
 * @param before elements before the first one of each dimension; 0 for the automatic forms
 * @param after elements after the last one
 */
public record Padding(Form form, Sizes before, Sizes after) implements Serializable {
    /** How padding is asked for. */
    public enum Form {
        /** {@code padding: 1}: as PyTorch, both sides alike and at most half of the kernel. */
        BOTH_SIDES,
        /** {@code padding: [[before, after], ...]}: as ONNX, less than a window. */
        EACH_SIDE,
        /** As much as makes the output ceil(in / stride), the odd one after. */
        SAME_UPPER,
        /** As much as makes the output ceil(in / stride), the odd one before. */
        SAME_LOWER,
        /** None. */
        VALID
    }

    public static Padding none(int rank) {
        return bothSides(Sizes.all(rank, 0));
    }

    public static Padding bothSides(Sizes padding) {
        return new Padding(Form.BOTH_SIDES, padding, padding);
    }

    public static Padding eachSide(Sizes before, Sizes after) {
        return new Padding(Form.EACH_SIDE, before, after);
    }

    /** One of the automatic forms, which follow from the input's size. */
    public static Padding automatic(Form form, int rank) {
        return new Padding(form, Sizes.all(rank, 0), Sizes.all(rank, 0));
    }
}
