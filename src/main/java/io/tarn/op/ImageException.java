package io.tarn.op;

/** One image cannot be processed; the run goes on. It becomes a row in {@code errors/}. */
public final class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String error;

    /**
     * @param error a short class in the style of {@code truncated}, {@code not_an_image}, {@code too_large}
     * @param message what is wrong with this image, for a person
     */
    public ImageException(String error, String message) {
        super(message);
        this.error = error;
    }

    public ImageException(String error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    /** The short error class. */
    public String error() {
        return error;
    }
}
