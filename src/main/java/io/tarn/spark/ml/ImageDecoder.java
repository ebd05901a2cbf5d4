package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code decode_image}: An encoded image to Pillow's pixels, uint8 [H, W, 3]; JPEG, PNG, GIF, BMP, WebP and TIFF.
 * Written by {@code mvn test -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class ImageDecoder extends TensorTransformer<ImageDecoder> {
    private static final long serialVersionUID = 1;

    public ImageDecoder() {
        this(Identifiable$.MODULE$.randomUID("imageDecoder"));
    }

    public ImageDecoder(String uid) {
        super(uid, "decode_image");
    }

    /**
     * Native is OpenCV, auto prefers it (default auto).
     */
    public ImageDecoder setDecoder(String value) {
        return with("decoder", value);
    }

    /**
     * Pillow's mode; i keeps 16-bit gray, as int32 (default rgb).
     */
    public ImageDecoder setMode(String value) {
        return with("mode", value);
    }

    /**
     * JPEGs at a fraction of their size, not Pillow's pixels (default 1).
     */
    public ImageDecoder setInexactDraft(int value) {
        return with("inexactDraft", value);
    }

    /**
     * Images of more are refused by their header; under frames: all, for all of a file (default 178956970).
     */
    public ImageDecoder setMaxPixels(int value) {
        return with("maxPixels", value);
    }

    /**
     * Files of more are refused unread (default 2147483639).
     */
    public ImageDecoder setMaxEncodedBytes(int value) {
        return with("maxEncodedBytes", value);
    }

    public static MLReader<ImageDecoder> read() {
        return reader();
    }

    public static ImageDecoder load(String path) {
        return read().load(path);
    }
}
