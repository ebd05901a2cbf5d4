package io.tarn.pool;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;

/** One int per spatial dimension, outermost first. */
public final class Sizes implements Serializable {
    private static final long serialVersionUID = 1;

    /** In an output size: as the input. */
    public static final int KEEP = -1;

    private final int[] values;

    private Sizes(int[] values) {
        this.values = values;
    }

    public static Sizes of(int... values) {
        return new Sizes(values.clone());
    }

    /** The same for all of {@code rank} dimensions. */
    public static Sizes all(int rank, int value) {
        int[] values = new int[rank];
        Arrays.fill(values, value);
        return new Sizes(values);
    }

    public int rank() {
        return values.length;
    }

    public int at(int dimension) {
        return values[dimension];
    }

    /** All multiplied. */
    public long product() {
        long product = 1;
        for (int value : values) {
            product = Math.multiplyExact(product, (long) value);
        }
        return product;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sizes that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** As {@code [2, null]}, or {@code 2} where all are the same. */
    @Override
    public String toString() {
        boolean same = Arrays.stream(values).distinct().count() == 1 && values[0] != KEEP;
        return same
                ? Integer.toString(values[0])
                : Arrays.stream(values)
                        .mapToObj(value -> value == KEEP ? "null" : Integer.toString(value))
                        .collect(Collectors.joining(", ", "[", "]"));
    }
}
