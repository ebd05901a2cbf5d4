package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code adaptive_avg_pool1d}, {@code adaptive_avg_pool2d}, {@code adaptive_avg_pool3d}: the mean of each of
 * output_size windows that cover the input; floating types. Written by {@code mvn test -Dtest=TransformerSourcesTest
 * -Dtarn.docs=write}.
 */
public final class AdaptiveAvgPooler extends TensorTransformer<AdaptiveAvgPooler> {
    private static final long serialVersionUID = 1;

    public AdaptiveAvgPooler() {
        this(Identifiable$.MODULE$.randomUID("adaptiveAvgPooler"));
    }

    public AdaptiveAvgPooler(String uid) {
        super(uid, "adaptive_avg_pool");
    }

    /**
     * Spatial dimensions of the tensors, 1 to 3; default 2.
     */
    public AdaptiveAvgPooler setDimensions(int value) {
        return with("dimensions", value);
    }

    /**
     * The output's size; null in place of an int keeps the input's (required).
     */
    public AdaptiveAvgPooler setOutputSize(int... value) {
        return with("outputSize", value);
    }

    public static MLReader<AdaptiveAvgPooler> read() {
        return reader();
    }

    public static AdaptiveAvgPooler load(String path) {
        return read().load(path);
    }
}
