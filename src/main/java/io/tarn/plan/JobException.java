package io.tarn.plan;

/** A job asks for something impossible. The message says what is wrong, what would be right, and where. */
public final class JobException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Place place;

    public JobException(String problem, Place place) {
        super(problem + " (" + place + ")");
        this.place = place;
    }

    JobException(String problem, Place place, Throwable cause) {
        super(problem + " (" + place + ")", cause);
        this.place = place;
    }

    /** Where in the job file or on the command line. */
    public Place place() {
        return place;
    }
}
