package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code median_pool2d}: the lower median of each window. Written by {@code mvn test -Dtest=TransformerSourcesTest
 * -Dtarn.docs=write}.
 */
public final class MedianPooler extends TensorTransformer<MedianPooler> {
    private static final long serialVersionUID = 1;

    public MedianPooler() {
        this(Identifiable$.MODULE$.randomUID("medianPooler"));
    }

    public MedianPooler(String uid) {
        super(uid, "median_pool2d");
    }

    /**
     * Taps of a window (required).
     */
    public MedianPooler setKernelSize(int... value) {
        return with("kernelSize", value);
    }

    /**
     * From one window to the next (default kernel_size).
     */
    public MedianPooler setStride(int... value) {
        return with("stride", value);
    }

    /**
     * Mirrors what lies inside of the edges; less than kernel_size and the input (default 0).
     */
    public MedianPooler setPadding(int... value) {
        return with("padding", value);
    }

    public static MLReader<MedianPooler> read() {
        return reader();
    }

    public static MedianPooler load(String path) {
        return read().load(path);
    }
}
