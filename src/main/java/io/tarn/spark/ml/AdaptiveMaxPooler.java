package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code adaptive_max_pool1d}, {@code adaptive_max_pool2d}, {@code adaptive_max_pool3d}: the largest element of each
 * of output_size windows that cover the input; floating types. Written by {@code mvn test
 * -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class AdaptiveMaxPooler extends TensorTransformer<AdaptiveMaxPooler> {
    private static final long serialVersionUID = 1;

    public AdaptiveMaxPooler() {
        this(Identifiable$.MODULE$.randomUID("adaptiveMaxPooler"));
    }

    public AdaptiveMaxPooler(String uid) {
        super(uid, "adaptive_max_pool");
    }

    /**
     * Spatial dimensions of the tensors, 1 to 3; default 2.
     */
    public AdaptiveMaxPooler setDimensions(int value) {
        return with("dimensions", value);
    }

    /**
     * The output's size; null in place of an int keeps the input's (required).
     */
    public AdaptiveMaxPooler setOutputSize(int... value) {
        return with("outputSize", value);
    }

    public static MLReader<AdaptiveMaxPooler> read() {
        return reader();
    }

    public static AdaptiveMaxPooler load(String path) {
        return read().load(path);
    }
}
