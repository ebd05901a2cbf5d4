package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code roi_align}: the mean of bilinear samples in each bin of boxes, [C, H, W] and R boxes to [R, C, h, w].
 * Written by {@code mvn test -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class RoiAlignPooler extends TensorTransformer<RoiAlignPooler> {
    private static final long serialVersionUID = 1;

    public RoiAlignPooler() {
        this(Identifiable$.MODULE$.randomUID("roiAlignPooler"));
    }

    public RoiAlignPooler(String uid) {
        super(uid, "roi_align");
    }

    /**
     * Regions of interest, the same for every image or its own (required).
     */
    public RoiAlignPooler setBoxes(double[][] value) {
        return with("boxes", value);
    }

    /**
     * Bins along the height and the width of a box (required).
     */
    public RoiAlignPooler setOutputSize(int... value) {
        return with("outputSize", value);
    }

    /**
     * Elements of the input to a unit of the boxes, 0.25 at a stride of 4 (default 1).
     */
    public RoiAlignPooler setSpatialScale(double value) {
        return with("spatialScale", value);
    }

    /**
     * Samples of a bin along either dimension; 0 or less for its size, rounded up (default -1).
     */
    public RoiAlignPooler setSamplingRatio(int value) {
        return with("samplingRatio", value);
    }

    /**
     * True: elements lie at 0.5, 1.5, ...; false: at 0, 1, ..., boxes being at least 1 wide (default false).
     */
    public RoiAlignPooler setAligned(boolean value) {
        return with("aligned", value);
    }

    public static MLReader<RoiAlignPooler> read() {
        return reader();
    }

    public static RoiAlignPooler load(String path) {
        return read().load(path);
    }
}
