package io.tarn.op;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.Objects;

/** What flows between steps, as far as it is known: while planning, sizes may be unknown. */
public final class TensorType implements Serializable {
    private static final long serialVersionUID = 1;

    /** How the dimensions are to be read. */
    public enum Layout {
        /** A decoded image, [height, width, channels]. */
        IMAGE,
        /** Channels first: [C, L], [C, H, W] or [C, D, H, W]. */
        TENSOR
    }

    /** While planning: each image may have another. */
    public static final int UNKNOWN_ORIENTATION = 0;

    /** What a Java array of bytes holds, and with it a cell of the output. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - 8;

    private final Layout layout;
    private final DType dtype;
    private final Shape shape;
    private final Shape indices;
    private final boolean columnMajor;
    private final int orientation;

    private TensorType(Layout layout, DType dtype, Shape shape, Shape indices, boolean columnMajor, int orientation) {
        this.layout = layout;
        this.dtype = dtype;
        this.shape = shape;
        this.indices = indices;
        this.columnMajor = columnMajor;
        this.orientation = orientation;
    }

    /** An upright image. */
    public static TensorType image(DType dtype, Shape shape) {
        return new TensorType(Layout.IMAGE, dtype, shape, null, false, 1);
    }

    public static TensorType tensor(DType dtype, Shape shape) {
        return new TensorType(Layout.TENSOR, dtype, shape, null, false, 1);
    }

    public Layout layout() {
        return layout;
    }

    public boolean isImage() {
        return layout == Layout.IMAGE;
    }

    /** The element type; null while it is unknown (npy files not yet opened). */
    public DType dtype() {
        return dtype;
    }

    /** The shape; null while not even the rank is known. */
    public Shape shape() {
        return shape;
    }

    /** The shape of the int64 indices that travel beside the tensor since the last pool that made some, or null. */
    public Shape indices() {
        return indices;
    }

    /** The same with that shape; indices stay beside it. */
    public TensorType withShape(Shape other) {
        return new TensorType(layout, dtype, other, indices, columnMajor, orientation);
    }

    public TensorType withDType(DType other) {
        return new TensorType(layout, other, shape, indices, columnMajor, orientation);
    }

    public TensorType withIndices(Shape other) {
        return new TensorType(layout, dtype, shape, other, false, orientation);
    }

    /** The same beside indices whose first spatial dimension is the fastest, not the last. */
    public TensorType withColumnMajorIndices(Shape other) {
        return new TensorType(layout, dtype, shape, other, true, orientation);
    }

    public boolean hasColumnMajorIndices() {
        return columnMajor;
    }

    /** The EXIF orientation that the image still has, 1 (upright) to 8, or {@link #UNKNOWN_ORIENTATION}. */
    public int orientation() {
        return orientation;
    }

    public TensorType withOrientation(int other) {
        return new TensorType(layout, dtype, shape, indices, columnMajor, other);
    }

    /**
     * The same, as what a step makes.
     *
     * @throws SpecException if no array holds it, whatever its unknown sizes
     */
    public TensorType madeBy(String step) {
        refuseTooLarge(step, "the output", shape, dtype == null ? 1 : dtype.bytes());
        refuseTooLarge(step, "the int64 indices of the output", indices, Long.BYTES);
        return this;
    }

    private void refuseTooLarge(String step, String what, Shape shape, int elementBytes) {
        BigInteger bytes = BigInteger.valueOf(elementBytes);
        for (int i = 0; shape != null && i < shape.rank(); i++) {
            bytes = bytes.multiply(BigInteger.valueOf(Math.abs(shape.size(i)))); // an unknown size, -1, counts as 1
        }
        if (bytes.compareTo(BigInteger.valueOf(MOST_BYTES)) > 0) {
            throw new SpecException(step + ": " + what + " " + this + " would take " + bytes + " bytes; at most "
                    + MOST_BYTES + " are possible");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TensorType that
                && layout == that.layout
                && dtype == that.dtype
                && Objects.equals(shape, that.shape)
                && Objects.equals(indices, that.indices)
                && columnMajor == that.columnMajor
                && orientation == that.orientation;
    }

    @Override
    public int hashCode() {
        return Objects.hash(layout, dtype, shape, indices, columnMajor, orientation);
    }

    /** As {@code float32 [4,64,?]}. */
    @Override
    public String toString() {
        return (dtype == null ? "?" : dtype.toString()) + " " + (shape == null ? "[?]" : shape.toString());
    }
}
