package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code roi_max_pool}: the largest element in each bin of boxes, [C, H, W] and R boxes to [R, C, h, w]. Written by
 * {@code mvn test -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class RoiMaxPooler extends TensorTransformer<RoiMaxPooler> {
    private static final long serialVersionUID = 1;

    public RoiMaxPooler() {
        this(Identifiable$.MODULE$.randomUID("roiMaxPooler"));
    }

    public RoiMaxPooler(String uid) {
        super(uid, "roi_max_pool");
    }

    /**
     * Regions of interest, the same for every image or its own (required).
     */
    public RoiMaxPooler setBoxes(double[][] value) {
        return with("boxes", value);
    }

    /**
     * Bins along the height and the width of a box (required).
     */
    public RoiMaxPooler setOutputSize(int... value) {
        return with("outputSize", value);
    }

    /**
     * Elements of the input to a unit of the boxes, 0.25 at a stride of 4 (default 1).
     */
    public RoiMaxPooler setSpatialScale(double value) {
        return with("spatialScale", value);
    }

    public static MLReader<RoiMaxPooler> read() {
        return reader();
    }

    public static RoiMaxPooler load(String path) {
        return read().load(path);
    }
}
