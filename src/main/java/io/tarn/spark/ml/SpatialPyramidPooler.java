package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code spatial_pyramid_pool}: maxima or means over ever finer grids, [C, H, W] to [C * sum of level^2]. Written by
 * {@code mvn test -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class SpatialPyramidPooler extends TensorTransformer<SpatialPyramidPooler> {
    private static final long serialVersionUID = 1;

    public SpatialPyramidPooler() {
        this(Identifiable$.MODULE$.randomUID("spatialPyramidPooler"));
    }

    public SpatialPyramidPooler(String uid) {
        super(uid, "spatial_pyramid_pool");
    }

    /**
     * Bins along either dimension of each level (default [1, 2, 4]).
     */
    public SpatialPyramidPooler setLevels(int... value) {
        return with("levels", value);
    }

    /**
     * What becomes of a bin (default max).
     */
    public SpatialPyramidPooler setMode(String value) {
        return with("mode", value);
    }

    public static MLReader<SpatialPyramidPooler> read() {
        return reader();
    }

    public static SpatialPyramidPooler load(String path) {
        return read().load(path);
    }
}
