package io.tarn.pipeline;

import java.io.Serializable;

/** A row of {@code errors/}: one image, or one of its outputs, that could not be made. */
public final class Failure implements Serializable {
    private static final long serialVersionUID = 1;

    private final String id;
    private final String output;
    private final String step;
    private final String error;
    private final String message;
    private final long encodedBytes;

    public Failure(String id, String output, String step, String error, String message, long encodedBytes) {
        this.id = id;
        this.output = output;
        this.step = step;
        this.error = error;
        this.message = message;
        this.encodedBytes = encodedBytes;
    }

    public String id() {
        return id;
    }

    /** The output that failed, or null where the image failed before the outputs. */
    public String output() {
        return output;
    }

    public String step() {
        return step;
    }

    /** A short class, such as {@code truncated}. */
    public String error() {
        return error;
    }

    public String message() {
        return message;
    }

    public long encodedBytes() {
        return encodedBytes;
    }
}
