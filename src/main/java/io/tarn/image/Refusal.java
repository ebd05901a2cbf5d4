package io.tarn.image;

import io.tarn.op.ImageException;

/**
 * Why an image is refused. The classes are {@code not_an_image}, {@code truncated}, {@code corrupt}, {@code too_large},
 * {@code unsupported} (an image, in a variant that is not decoded) and {@code bad_metadata}.
 */
final class Refusal {
    private Refusal() {}

    static ImageException notAnImage(String message) {
        return new ImageException("not_an_image", message);
    }

    static ImageException truncated(String message) {
        return new ImageException("truncated", message);
    }

    static ImageException corrupt(String message) {
        return new ImageException("corrupt", message);
    }

    static ImageException badMetadata(String message) {
        return new ImageException("bad_metadata", message);
    }

    static ImageException tooLarge(String message) {
        return new ImageException("too_large", message);
    }

    static ImageException unsupported(String message) {
        return new ImageException("unsupported", message);
    }
}
