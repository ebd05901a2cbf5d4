package io.tarn.tensor;

import java.io.Serializable;
import java.lang.reflect.Array;

/**
 * A buffer that one step writes its result to, image after image: it grows to the largest result and is never
 * shrunk. A tensor it gave is overwritten by the next. Serialises empty.
 */
public final class Workspace implements Serializable {
    private static final long serialVersionUID = 1;

    private transient Object[] arrays;

    /** A tensor of that type and shape with arbitrary content, on this workspace's buffer for the type. */
    public Tensor tensor(DType dtype, Shape shape) {
        return Tensor.over(dtype, shape, array(dtype, shape.elements()));
    }

    /** At least that many elements with arbitrary content, on this workspace's buffer for the type. */
    public Object array(DType dtype, long elements) {
        if (arrays == null) {
            arrays = new Object[DType.values().length];
        }
        Object array = arrays[dtype.ordinal()];
        if (array == null || Array.getLength(array) < elements) {
            array = dtype.array(Math.toIntExact(elements));
            arrays[dtype.ordinal()] = array;
        }
        return array;
    }
}
