package io.tarn.pool;

/** What becomes of input that no whole window is left for ({@code ceil_mode} and {@code ceil_rule} in job files). */
public enum Rounding {
    /** It is left out. */
    FLOOR,
    /**
     * A partial window takes it, unless that would start in the padding after the input; an average counts only the
     * taps in the input and its padding. PyTorch, and ONNX from opset 22.
     */
    CEIL,
    /**
     * A partial window takes it, wherever it starts (a maximum without a tap inside is the lowest value, an average 0);
     * an average that counts padding divides by the whole kernel. ONNX's runtimes at opsets 10 to 18.
     */
    CEIL_ONNX10
}
