package io.tarn.plan;

/**
 * Where something in a job was said.
 *
 * @param source the job file as the user named it, or the option of the command line that said it
 * @param line from 1; 0 where lines do not matter
 * @param column from 1; 0 where columns do not matter
 */
public record Place(String source, int line, int column) {
    static Place line(String source, int line) {
        return new Place(source, line, 0);
    }

    /** Anywhere in it. */
    public static Place whole(String source) {
        return new Place(source, 0, 0);
    }

    /** As {@code jobs/x.yaml:14} or {@code --set errors.max_rate=2}. */
    @Override
    public String toString() {
        return source + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "");
    }
}
