package io.tarn.pool;

/** Whether a maximum also tells where it was ({@code return_indices} and {@code storage_order} in job files). */
public enum Indices {
    NONE,
    /** Flat positions in one channel's input, the last dimension fastest: PyTorch's, and what unpooling takes. */
    ROW_MAJOR,
    /** Flat positions in one channel's input, the first spatial dimension fastest: ONNX's storage_order 1. */
    COLUMN_MAJOR
}
