package io.tarn.tensor;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Elements of one type in row-major order. The array may be longer than the shape asks for (buffers are reused); only
 * the first {@link #length()} elements count.
 */
public final class Tensor implements Serializable {
    private static final long serialVersionUID = 1;

    private final DType dtype;
    private final Shape shape;
    private final int length;
    /** Null as long as the elements lie outside the heap only. */
    private Object array;

    private transient Outside outside;
    private transient Workspace workspace;

    /** Bytes outside the heap. */
    public interface Outside {
        /** Copies so many of them, from that place on, to the start of an array. */
        void read(int from, byte[] target, int length);
    }

    private Tensor(Shape shape, Outside outside, Workspace workspace) {
        this.dtype = DType.UINT8;
        this.shape = shape;
        this.length = Math.toIntExact(shape.elements());
        this.outside = outside;
        this.workspace = workspace;
    }

    private Tensor(DType dtype, Shape shape, Object array) {
        this.dtype = dtype;
        this.shape = shape;
        this.array = array;
        this.length = Math.toIntExact(shape.elements());
        if (java.lang.reflect.Array.getLength(array) < length) {
            throw new IllegalArgumentException(
                    shape + " does not fit an array of " + java.lang.reflect.Array.getLength(array) + " elements");
        }
    }

    /** A tensor over an array of the type's storage (see {@link DType#array}), which is not copied. */
    public static Tensor over(DType dtype, Shape shape, Object array) {
        if (array.getClass() != dtype.array(0).getClass()) {
            throw new IllegalArgumentException(
                    dtype + " is not stored in " + array.getClass().getSimpleName());
        }
        return new Tensor(dtype, shape, array);
    }

    /**
     * A uint8 tensor over memory outside the heap, as valid as that is. Who asks for its array gets a copy, on that
     * workspace's buffer; {@link #read} does without.
     */
    public static Tensor outside(Shape shape, Outside bytes, Workspace workspace) {
        return new Tensor(shape, bytes, workspace);
    }

    /** A tensor of zeros. */
    public static Tensor zeros(DType dtype, Shape shape) {
        return new Tensor(dtype, shape, dtype.array(Math.toIntExact(shape.elements())));
    }

    public static Tensor of(float[] values, int... sizes) {
        return over(DType.FLOAT32, Shape.of(sizes), values);
    }

    public DType dtype() {
        return dtype;
    }

    public Shape shape() {
        return shape;
    }

    /** The number of elements. */
    public int length() {
        return length;
    }

    /** Bytes the elements take, as {@link #littleEndian()} writes them. */
    public long byteLength() {
        return (long) length * dtype.bytes();
    }

    public float[] floats() {
        return (float[]) array();
    }

    public double[] doubles() {
        return (double[]) array();
    }

    public byte[] bytes() {
        return (byte[]) array();
    }

    public short[] shorts() {
        return (short[]) array();
    }

    public int[] ints() {
        return (int[]) array();
    }

    public long[] longs() {
        return (long[]) array();
    }

    /** The backing array, of the type's storage. */
    public Object array() {
        if (array == null) {
            byte[] copied = (byte[]) workspace.array(DType.UINT8, length);
            outside.read(0, copied, length);
            array = copied;
        }
        return array;
    }

    /** Copies so many elements of a uint8 tensor, from that one on, to the start of an array. */
    public void read(int from, byte[] target, int count) {
        if (array == null) {
            outside.read(from, target, count);
        } else {
            System.arraycopy(bytes(), from, target, 0, count);
        }
    }

    /** The same elements under another shape of as many elements. */
    public Tensor reshape(Shape other) {
        if (other.elements() != length) {
            throw new IllegalArgumentException(shape + " has not the elements of " + other);
        }
        return new Tensor(dtype, other, array());
    }

    /** A tensor with an array of its own, exactly as long as its elements. */
    public Tensor copy() {
        Object own = dtype.array(length);
        System.arraycopy(array(), 0, own, 0, length);
        return new Tensor(dtype, shape, own);
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        array();
        out.defaultWriteObject();
    }

    /** An element as a double (int64 beyond 2^53 loses digits): for looking at, not for computing. */
    public double valueAt(int index) {
        return switch (dtype) {
            case FLOAT32 -> floats()[index];
            case FLOAT64 -> doubles()[index];
            case FLOAT16 -> Half.float16ToFloat(shorts()[index]);
            case BFLOAT16 -> Half.bfloat16ToFloat(shorts()[index]);
            case UINT8 -> bytes()[index] & 0xff;
            case INT8 -> bytes()[index];
            case INT16 -> shorts()[index];
            case INT32 -> ints()[index];
            case INT64 -> longs()[index];
        };
    }

    /** The elements as little-endian bytes, in a new array. */
    public byte[] littleEndian() {
        byte[] target = new byte[Math.toIntExact(byteLength())];
        littleEndian(target);
        return target;
    }

    /** Writes the elements as little-endian bytes to the start of {@code target}. */
    public void littleEndian(byte[] target) {
        ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
        switch (dtype) {
            case FLOAT32 -> out.asFloatBuffer().put(floats(), 0, length);
            case FLOAT64 -> out.asDoubleBuffer().put(doubles(), 0, length);
            case UINT8, INT8 -> out.put(bytes(), 0, length);
            case FLOAT16, BFLOAT16, INT16 -> out.asShortBuffer().put(shorts(), 0, length);
            case INT32 -> out.asIntBuffer().put(ints(), 0, length);
            case INT64 -> out.asLongBuffer().put(longs(), 0, length);
        }
    }

    /** Fills this tensor from bytes in the given order, starting at the buffer's position. */
    public void fill(ByteBuffer source) {
        switch (dtype) {
            case FLOAT32 -> source.asFloatBuffer().get(floats(), 0, length);
            case FLOAT64 -> source.asDoubleBuffer().get(doubles(), 0, length);
            case UINT8, INT8 -> source.duplicate().get(bytes(), 0, length);
            case FLOAT16, BFLOAT16, INT16 -> source.asShortBuffer().get(shorts(), 0, length);
            case INT32 -> source.asIntBuffer().get(ints(), 0, length);
            case INT64 -> source.asLongBuffer().get(longs(), 0, length);
        }
    }

    /** As {@code float32[4,64,64]}. */
    @Override
    public String toString() {
        return dtype.toString() + shape;
    }
}
