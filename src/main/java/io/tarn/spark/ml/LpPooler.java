package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code lp_pool1d}, {@code lp_pool2d}, {@code lp_pool3d}: the p-norm of each window; floating types. Written by
 * {@code mvn test -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class LpPooler extends TensorTransformer<LpPooler> {
    private static final long serialVersionUID = 1;

    public LpPooler() {
        this(Identifiable$.MODULE$.randomUID("lpPooler"));
    }

    public LpPooler(String uid) {
        super(uid, "lp_pool");
    }

    /**
     * Spatial dimensions of the tensors, 1 to 3; default 2.
     */
    public LpPooler setDimensions(int value) {
        return with("dimensions", value);
    }

    /**
     * Taps of a window (required).
     */
    public LpPooler setKernelSize(int... value) {
        return with("kernelSize", value);
    }

    /**
     * From one window to the next (default kernel_size).
     */
    public LpPooler setStride(int... value) {
        return with("stride", value);
    }

    /**
     * Around the input: the same on both sides, at most half of kernel_size; or [before, after] per dimension, each
     * less than a window reaches over (default 0).
     */
    public LpPooler setPadding(int... value) {
        return with("padding", value);
    }

    /**
     * From one tap to the next (default 1).
     */
    public LpPooler setDilation(int... value) {
        return with("dilation", value);
    }

    /**
     * A last partial window where a whole one does not fit (default false).
     */
    public LpPooler setCeilMode(boolean value) {
        return with("ceilMode", value);
    }

    /**
     * How ceil_mode ends, only with it; torch: as PyTorch, and ONNX from opset 22; onnx10: as ONNX at opsets 10 to
     * 18, where a last window may start in the padding, and an average that counts padding divides by the whole
     * kernel (default torch).
     */
    public LpPooler setCeilRule(String value) {
        return with("ceilRule", value);
    }

    /**
     * Same: as much padding as makes the output ceil(input / stride), an odd one after (same_upper) or before
     * (same_lower); valid: none (default none).
     */
    public LpPooler setAutoPad(String value) {
        return with("autoPad", value);
    }

    /**
     * P, not 0.inf for the largest |x| (required).
     */
    public LpPooler setNormType(double value) {
        return with("normType", value);
    }

    /**
     * Take |x|, and partial windows as they are, as ONNX does; false takes x, so that odd p can give signed sums or
     * NaN, as PyTorch does (default false).
     */
    public LpPooler setAbs(boolean value) {
        return with("abs", value);
    }

    public static MLReader<LpPooler> read() {
        return reader();
    }

    public static LpPooler load(String path) {
        return read().load(path);
    }
}
