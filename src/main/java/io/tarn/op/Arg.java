package io.tarn.op;

/**
 * An argument as {@code tarn ops} and the documentation show it.
 *
 * @param name as in job files
 * @param type what it takes, for people: {@code int or [height, width]}
 * @param byDefault the default for people, or null where it must be given
 * @param doc one line
 */
public record Arg(String name, String type, String byDefault, String doc) {
    public static Arg required(String name, String type, String doc) {
        return new Arg(name, type, null, doc);
    }

    public static Arg optional(String name, String type, String byDefault, String doc) {
        return new Arg(name, type, byDefault, doc);
    }

    public boolean isRequired() {
        return byDefault == null;
    }
}
