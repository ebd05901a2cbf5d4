package io.tarn.pipeline;

/** One image failed in one step. Caught within this package. */
final class StepFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final String step;
    private final String error;

    StepFailure(String step, String error, String message, Throwable cause) {
        super(message, cause, false, false);
        this.step = step;
        this.error = error;
    }

    /** The short error class. */
    String error() {
        return error;
    }

    Failure of(String id, long encodedBytes, String output) {
        return new Failure(id, output, step, error, getMessage(), encodedBytes);
    }
}
