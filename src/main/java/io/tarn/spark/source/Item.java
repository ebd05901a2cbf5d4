package io.tarn.spark.source;

import io.tarn.pipeline.EncodedImage;
import io.tarn.pipeline.Failure;

/**
 * What a reader came upon: an image, or why there is none.
 *
 * @param image null where reading failed
 * @param failure null where it did not
 * @param readBytes how much was read for it
 */
public record Item(EncodedImage image, Failure failure, long readBytes) {
    static Item of(EncodedImage image, long readBytes) {
        return new Item(image, null, readBytes);
    }

    static Item failed(String id, String error, String message, long encodedBytes) {
        return new Item(null, new Failure(id, null, "read", error, message, encodedBytes), 0);
    }

    public String id() {
        return image == null ? failure.id() : image.id();
    }

    public long encodedBytes() {
        return image == null ? failure.encodedBytes() : image.length();
    }
}
