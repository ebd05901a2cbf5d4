package io.tarn.measure;

import java.util.function.Function;

/**
 * A column of a statistics table.
 *
 * @param <R> the row's class
 * @param meaning what a cell tells, for people
 * @param value the row's cell, of the kind's class or null
 */
public record Column<R>(String name, Kind kind, String meaning, Function<R, Object> value) {
    /** What a cell holds. */
    public enum Kind {
        /** String. */
        TEXT,
        /** Integer. */
        INT,
        /** Long. */
        LONG,
        /** Double. */
        DOUBLE
    }

    public static <R> Column<R> text(String name, String meaning, Function<R, Object> value) {
        return new Column<>(name, Kind.TEXT, meaning, value);
    }

    public static <R> Column<R> whole(String name, String meaning, Function<R, Object> value) {
        return new Column<>(name, Kind.LONG, meaning, value);
    }
}
