package io.tarn.image;

import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import java.io.Serializable;

/**
 * How images are decoded.
 *
 * @param backend which decoders may run
 * @param maxPixels images of more pixels are refused by their header
 * @param maxEncodedBytes files of more bytes are refused unread
 */
public record DecodeOptions(Backend backend, long maxPixels, long maxEncodedBytes) implements Serializable {
    /** Pillow's Image.MAX_IMAGE_PIXELS, twice: beyond it Pillow refuses an image. */
    public static final long PILLOW_MAX_PIXELS = 178_956_970;

    /** Which decoders may run. */
    public enum Backend {
        /** OpenCV, and Java for what OpenCV gets wrong or where it does not load. */
        AUTO,
        /** OpenCV for all that it can decode; it is an error if it does not load. */
        NATIVE,
        /** ImageIO and TwelveMonkeys alone. */
        JAVA
    }

    /** Pillow's {@code Image.open(file).convert("RGB")}. */
    public static DecodeOptions defaults() {
        return new DecodeOptions(Backend.AUTO, PILLOW_MAX_PIXELS, Integer.MAX_VALUE - 8);
    }

    public DecodeOptions with(Backend other) {
        return new DecodeOptions(other, maxPixels, maxEncodedBytes);
    }

    public DecodeOptions withMaxPixels(long pixels) {
        return new DecodeOptions(backend, pixels, maxEncodedBytes);
    }

    public DecodeOptions withMaxEncodedBytes(long bytes) {
        return new DecodeOptions(backend, maxPixels, bytes);
    }

    /** What decoding gives: a uint8 image of unknown size with three channels. */
    public TensorType outputType() {
        return TensorType.image(DType.UINT8, Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, 3));
    }
}
