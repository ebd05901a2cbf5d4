package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code fractional_max_pool2d}, {@code fractional_max_pool3d}: the largest element of windows at pseudo-random
 * places; floating types. Written by {@code mvn test -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class FractionalMaxPooler extends TensorTransformer<FractionalMaxPooler> {
    private static final long serialVersionUID = 1;

    public FractionalMaxPooler() {
        this(Identifiable$.MODULE$.randomUID("fractionalMaxPooler"));
    }

    public FractionalMaxPooler(String uid) {
        super(uid, "fractional_max_pool");
    }

    /**
     * Spatial dimensions of the tensors, 2 to 3; default 2.
     */
    public FractionalMaxPooler setDimensions(int value) {
        return with("dimensions", value);
    }

    /**
     * Taps of a window (required).
     */
    public FractionalMaxPooler setKernelSize(int... value) {
        return with("kernelSize", value);
    }

    /**
     * The output's size; give this or output_ratio (default none).
     */
    public FractionalMaxPooler setOutputSize(int... value) {
        return with("outputSize", value);
    }

    /**
     * The output's size as a part of the input's, between 0 and 1, in place of output_size (default none).
     */
    public FractionalMaxPooler setOutputRatio(double... value) {
        return with("outputRatio", value);
    }

    /**
     * A row per channel, each from 0 to below 1; in PyTorch's order, which in 2-D has the width first (default
     * drawn).
     */
    public FractionalMaxPooler setRandomSamples(double[][] value) {
        return with("randomSamples", value);
    }

    /**
     * Draws the samples together with the image's id, so that an image's windows are the same in every run; not with
     * random_samples (default 0).
     */
    public FractionalMaxPooler setSeed(int value) {
        return with("seed", value);
    }

    public static MLReader<FractionalMaxPooler> read() {
        return reader();
    }

    public static FractionalMaxPooler load(String path) {
        return read().load(path);
    }
}
