package io.tarn.op;

import io.tarn.tensor.Tensor;
import java.util.Map;

/** What travels beside one image's tensor through its steps. */
public final class Context {
    private final String id;
    private final Map<String, Object> columns;
    private int orientation = 1;
    private Tensor indices;

    public Context(String id, Map<String, Object> columns) {
        this.id = id;
        this.columns = columns;
    }

    /** The image's id; a step that draws random numbers seeds them with it. */
    public String id() {
        return id;
    }

    /** The source's own columns by name. */
    public Map<String, Object> columns() {
        return columns;
    }

    /** The EXIF orientation that decoding found, 1 (upright) to 8. */
    public int orientation() {
        return orientation;
    }

    public void orientation(int found) {
        orientation = found;
    }

    /** The int64 indices that the last pool with {@code return_indices} left, or null. */
    public Tensor indices() {
        return indices;
    }

    public void indices(Tensor left) {
        indices = left;
    }
}
