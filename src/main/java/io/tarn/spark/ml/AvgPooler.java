package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code avg_pool1d}, {@code avg_pool2d}, {@code avg_pool3d}: the mean of each window; floating types, int64 and
 * uint8. Written by {@code mvn test -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class AvgPooler extends TensorTransformer<AvgPooler> {
    private static final long serialVersionUID = 1;

    public AvgPooler() {
        this(Identifiable$.MODULE$.randomUID("avgPooler"));
    }

    public AvgPooler(String uid) {
        super(uid, "avg_pool");
    }

    /**
     * Spatial dimensions of the tensors, 1 to 3; default 2.
     */
    public AvgPooler setDimensions(int value) {
        return with("dimensions", value);
    }

    /**
     * Taps of a window (required).
     */
    public AvgPooler setKernelSize(int... value) {
        return with("kernelSize", value);
    }

    /**
     * From one window to the next (default kernel_size).
     */
    public AvgPooler setStride(int... value) {
        return with("stride", value);
    }

    /**
     * Around the input: the same on both sides, at most half of kernel_size; or [before, after] per dimension, each
     * less than a window reaches over (default 0).
     */
    public AvgPooler setPadding(int... value) {
        return with("padding", value);
    }

    /**
     * From one tap to the next (default 1).
     */
    public AvgPooler setDilation(int... value) {
        return with("dilation", value);
    }

    /**
     * A last partial window where a whole one does not fit (default false).
     */
    public AvgPooler setCeilMode(boolean value) {
        return with("ceilMode", value);
    }

    /**
     * How ceil_mode ends, only with it; torch: as PyTorch, and ONNX from opset 22; onnx10: as ONNX at opsets 10 to
     * 18, where a last window may start in the padding, and an average that counts padding divides by the whole
     * kernel (default torch).
     */
    public AvgPooler setCeilRule(String value) {
        return with("ceilRule", value);
    }

    /**
     * Same: as much padding as makes the output ceil(input / stride), an odd one after (same_upper) or before
     * (same_lower); valid: none (default none).
     */
    public AvgPooler setAutoPad(String value) {
        return with("autoPad", value);
    }

    /**
     * Whether padding counts in the divisor (ONNX's default is false) (default true).
     */
    public AvgPooler setCountIncludePad(boolean value) {
        return with("countIncludePad", value);
    }

    /**
     * Divides the sum instead; may be negative, not 0 (default none).
     */
    public AvgPooler setDivisorOverride(int value) {
        return with("divisorOverride", value);
    }

    public static MLReader<AvgPooler> read() {
        return reader();
    }

    public static AvgPooler load(String path) {
        return read().load(path);
    }
}
