package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code resize}: Resizes an image as Pillow does, bit for bit. Written by {@code mvn test
 * -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class ImageResizer extends TensorTransformer<ImageResizer> {
    private static final long serialVersionUID = 1;

    public ImageResizer() {
        this(Identifiable$.MODULE$.randomUID("imageResizer"));
    }

    public ImageResizer(String uid) {
        super(uid, "resize");
    }

    /**
     * The new size; an int is the shorter side (required).
     */
    public ImageResizer setSize(int... value) {
        return with("size", value);
    }

    /**
     * How pixels are weighed (default bilinear).
     */
    public ImageResizer setFilter(String value) {
        return with("filter", value);
    }

    public static MLReader<ImageResizer> read() {
        return reader();
    }

    public static ImageResizer load(String path) {
        return read().load(path);
    }
}
