package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code max_pool1d}, {@code max_pool2d}, {@code max_pool3d}: the largest element of each window; any element type.
 * Written by {@code mvn test -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class MaxPooler extends TensorTransformer<MaxPooler> {
    private static final long serialVersionUID = 1;

    public MaxPooler() {
        this(Identifiable$.MODULE$.randomUID("maxPooler"));
    }

    public MaxPooler(String uid) {
        super(uid, "max_pool");
    }

    /**
     * Spatial dimensions of the tensors, 1 to 3; default 2.
     */
    public MaxPooler setDimensions(int value) {
        return with("dimensions", value);
    }

    /**
     * Taps of a window (required).
     */
    public MaxPooler setKernelSize(int... value) {
        return with("kernelSize", value);
    }

    /**
     * From one window to the next (default kernel_size).
     */
    public MaxPooler setStride(int... value) {
        return with("stride", value);
    }

    /**
     * Around the input: the same on both sides, at most half of kernel_size; or [before, after] per dimension, each
     * less than a window reaches over (default 0).
     */
    public MaxPooler setPadding(int... value) {
        return with("padding", value);
    }

    /**
     * From one tap to the next (default 1).
     */
    public MaxPooler setDilation(int... value) {
        return with("dilation", value);
    }

    /**
     * A last partial window where a whole one does not fit (default false).
     */
    public MaxPooler setCeilMode(boolean value) {
        return with("ceilMode", value);
    }

    /**
     * How ceil_mode ends, only with it; torch: as PyTorch, and ONNX from opset 22; onnx10: as ONNX at opsets 10 to
     * 18, where a last window may start in the padding, and an average that counts padding divides by the whole
     * kernel (default torch).
     */
    public MaxPooler setCeilRule(String value) {
        return with("ceilRule", value);
    }

    /**
     * Same: as much padding as makes the output ceil(input / stride), an odd one after (same_upper) or before
     * (same_lower); valid: none (default none).
     */
    public MaxPooler setAutoPad(String value) {
        return with("autoPad", value);
    }

    public static MLReader<MaxPooler> read() {
        return reader();
    }

    public static MaxPooler load(String path) {
        return read().load(path);
    }
}
