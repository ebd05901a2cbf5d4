package io.tarn.op;

import io.tarn.tensor.Tensor;

/** A step made for one input type, with its coefficients and buffers. Used by one thread. */
public interface BoundStep {
    /**
     * Runs on a tensor of the type it was bound to. The result is valid until the next call.
     *
     * @throws ImageException if this image's values (not its type) make it impossible
     */
    Tensor run(Tensor input, Context context);

    /** The implementation that runs, for the statistics: {@code scalar}, {@code vector512}, {@code opencv}, ... */
    default String kernel() {
        return "scalar";
    }
}
