package io.tarn.op;

import io.tarn.tensor.Workspace;
import java.io.Serializable;

/**
 * One step of a job as a value: what is asked, checked in itself, serialisable, with equality by content. What runs is
 * made by {@link #bind} on the machine where it runs.
 */
public interface Step extends Serializable {
    /** The operator's name in job files, such as {@code max_pool2d}. */
    String name();

    /**
     * What comes out of an input of that type. Sizes that the input leaves unknown may be unknown in the output.
     *
     * @throws SpecException if no input of that type is possible
     */
    TensorType outputType(TensorType input);

    /**
     * What runs on inputs of exactly that type, all of whose sizes are known, writing to the workspace.
     *
     * @throws SpecException if it does not fit that input
     */
    BoundStep bind(TensorType input, Workspace workspace);

    /** True for a pool that was asked for indices: they are then in {@link Context#indices()} after it ran. */
    default boolean returnsIndices() {
        return false;
    }
}
