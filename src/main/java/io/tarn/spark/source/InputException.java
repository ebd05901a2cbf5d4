package io.tarn.spark.source;

/** The job's input or output path cannot be used as it is. The message is for the user; nothing was started. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String key;

    /**
     * @param key the job file's key it is about, such as {@code input.path}
     */
    public InputException(String key, String message) {
        super(message);
        this.key = key;
    }

    /** The job file's key it is about. */
    public String key() {
        return key;
    }
}
