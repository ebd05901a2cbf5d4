package io.tarn.pipeline;

import io.tarn.tensor.Tensor;
import java.io.Serializable;
import java.util.Map;

/** A row of {@code data/}: what became of one image. Its tensors are valid until the next image is processed. */
public final class PooledRow implements Serializable {
    private static final long serialVersionUID = 1;

    private final String id;
    private final transient Map<String, Object> columns;
    private final Tensor[] outputs;
    private final Tensor[] indices;

    public PooledRow(String id, Map<String, Object> columns, Tensor[] outputs, Tensor[] indices) {
        this.id = id;
        this.columns = columns;
        this.outputs = outputs;
        this.indices = indices;
    }

    public String id() {
        return id;
    }

    /** The source's own columns by name. */
    public Map<String, Object> columns() {
        return columns == null ? Map.of() : columns;
    }

    /** The output at that place of the plan; null where it failed and the others were kept. */
    public Tensor output(int place) {
        return outputs[place];
    }

    /** The int64 indices beside that output, or null where it has none. */
    public Tensor indices(int place) {
        return indices[place];
    }
}
