package io.tarn.tensor;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The sizes of a tensor's dimensions, outermost first. While planning a size may be {@link #UNKNOWN}. */
public final class Shape implements Serializable {
    private static final long serialVersionUID = 1;

    public static final int UNKNOWN = -1;

    private final int[] sizes;

    private Shape(int[] sizes) {
        this.sizes = sizes;
    }

    /** A shape of these sizes, each {@link #UNKNOWN} or at least 0. */
    public static Shape of(int... sizes) {
        for (int size : sizes) {
            if (size < UNKNOWN) {
                throw new IllegalArgumentException("negative size in " + Arrays.toString(sizes));
            }
        }
        return new Shape(sizes.clone());
    }

    public int rank() {
        return sizes.length;
    }

    /** The size of a dimension; a negative one counts from the end. */
    public int size(int dimension) {
        return sizes[dimension < 0 ? dimension + sizes.length : dimension];
    }

    public int[] sizes() {
        return sizes.clone();
    }

    public boolean isKnown() {
        for (int size : sizes) {
            if (size == UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    /**
     * The number of elements.
     *
     * @throws IllegalStateException if a size is unknown
     */
    public long elements() {
        long product = 1;
        for (int size : sizes) {
            if (size == UNKNOWN) {
                throw new IllegalStateException("unknown size in " + this);
            }
            product = Math.multiplyExact(product, (long) size);
        }
        return product;
    }

    /** The same shape with another size in one dimension; a negative dimension counts from the end. */
    public Shape with(int dimension, int size) {
        int[] changed = sizes.clone();
        changed[dimension < 0 ? dimension + sizes.length : dimension] = size;
        return of(changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(sizes, that.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** As {@code [4,64,?]}. */
    @Override
    public String toString() {
        return Arrays.stream(sizes)
                .mapToObj(size -> size == UNKNOWN ? "?" : Integer.toString(size))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
