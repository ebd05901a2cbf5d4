package io.tarn.tensor;

/** A file that is no npy file, or one that is not read. */
public final class NpyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String error;

    NpyException(String error, String message) {
        this(error, message, null);
    }

    NpyException(String error, String message, Throwable cause) {
        super("npy: " + message, cause);
        this.error = error;
    }

    /** A short class: {@code not_npy}, {@code truncated}, {@code corrupt}, {@code unsupported} or {@code too_large}. */
    public String error() {
        return error;
    }
}
