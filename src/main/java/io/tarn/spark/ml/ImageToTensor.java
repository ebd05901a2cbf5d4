package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code to_tensor}: uint8 [H, W, C] to float32 [C, H, W], divided by 255. Written by {@code mvn test
 * -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class ImageToTensor extends TensorTransformer<ImageToTensor> {
    private static final long serialVersionUID = 1;

    public ImageToTensor() {
        this(Identifiable$.MODULE$.randomUID("imageToTensor"));
    }

    public ImageToTensor(String uid) {
        super(uid, "to_tensor");
    }

    public static MLReader<ImageToTensor> read() {
        return reader();
    }

    public static ImageToTensor load(String path) {
        return read().load(path);
    }
}
