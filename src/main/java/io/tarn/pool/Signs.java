package io.tarn.pool;

/** What an LP norm takes of its input ({@code abs} in job files). */
public enum Signs {
    /** x^p with its sign, and partial windows scaled to whole ones: PyTorch. */
    KEPT,
    /** |x|^p, and partial windows as they are: ONNX, and the norm of mathematics. */
    DROPPED
}
