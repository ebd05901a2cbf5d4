package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code sum_pool1d}, {@code sum_pool2d}, {@code sum_pool3d}: the sum of each window; floating types and int64.
 * Written by {@code mvn test -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class SumPooler extends TensorTransformer<SumPooler> {
    private static final long serialVersionUID = 1;

    public SumPooler() {
        this(Identifiable$.MODULE$.randomUID("sumPooler"));
    }

    public SumPooler(String uid) {
        super(uid, "sum_pool");
    }

    /**
     * Spatial dimensions of the tensors, 1 to 3; default 2.
     */
    public SumPooler setDimensions(int value) {
        return with("dimensions", value);
    }

    /**
     * Taps of a window (required).
     */
    public SumPooler setKernelSize(int... value) {
        return with("kernelSize", value);
    }

    /**
     * From one window to the next (default kernel_size).
     */
    public SumPooler setStride(int... value) {
        return with("stride", value);
    }

    /**
     * Around the input: the same on both sides, at most half of kernel_size; or [before, after] per dimension, each
     * less than a window reaches over (default 0).
     */
    public SumPooler setPadding(int... value) {
        return with("padding", value);
    }

    /**
     * From one tap to the next (default 1).
     */
    public SumPooler setDilation(int... value) {
        return with("dilation", value);
    }

    /**
     * A last partial window where a whole one does not fit (default false).
     */
    public SumPooler setCeilMode(boolean value) {
        return with("ceilMode", value);
    }

    /**
     * How ceil_mode ends, only with it; torch: as PyTorch, and ONNX from opset 22; onnx10: as ONNX at opsets 10 to
     * 18, where a last window may start in the padding, and an average that counts padding divides by the whole
     * kernel (default torch).
     */
    public SumPooler setCeilRule(String value) {
        return with("ceilRule", value);
    }

    /**
     * Same: as much padding as makes the output ceil(input / stride), an odd one after (same_upper) or before
     * (same_lower); valid: none (default none).
     */
    public SumPooler setAutoPad(String value) {
        return with("autoPad", value);
    }

    public static MLReader<SumPooler> read() {
        return reader();
    }

    public static SumPooler load(String path) {
        return read().load(path);
    }
}
