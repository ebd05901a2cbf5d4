package io.tarn.op;

/**
 * What a step was asked to do is impossible. The message says what is wrong and what would be right; the argument says
 * where, so that a job file's reader can be shown the line.
 */
public final class SpecException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String argument;

    /** About the step as a whole. */
    public SpecException(String message) {
        this(null, message);
    }

    /** About one argument, or null for the step as a whole. */
    public SpecException(String argument, String message) {
        super(message);
        this.argument = argument;
    }

    /** The argument it is about, or null. */
    public String argument() {
        return argument;
    }
}
