package io.tarn.tensor;

import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A buffer that one step writes its result to, image after image: it grows to the largest result and is never
 * shrunk. A tensor it gave is overwritten by the next. Serialises empty.
 */
public final class Workspace implements Serializable {
    private static final long serialVersionUID = 1;

    private transient Object[] arrays;
    private transient Map<Class<?>, Object> kept;
    private transient List<Workspace> inner;

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

    /** Machinery with buffers of its own that outlives one binding: the one of that class, made on first use. */
    public <T> T kept(Class<T> type, Supplier<T> make) {
        if (kept == null) {
            kept = new HashMap<>();
        }
        return type.cast(kept.computeIfAbsent(type, each -> make.get()));
    }

    /** The workspace of the step's own step of that number. */
    public Workspace inner(int index) {
        if (inner == null) {
            inner = new ArrayList<>();
        }
        while (inner.size() <= index) {
            inner.add(new Workspace());
        }
        return inner.get(index);
    }
}
