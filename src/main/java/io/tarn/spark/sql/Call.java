package io.tarn.spark.sql;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which function is called and how: a value that travels.
 *
 * @param function its name without try_
 * @param input the name under which its first argument was given, or null where its place tells
 * @param names of its arguments after the first; null where its place tells
 */
record Call(String function, boolean isTry, String input, List<String> names) implements Serializable {
    Call {
        names = new ArrayList<>(names);
    }

    SqlFunction definition() {
        return SqlFunction.named(function);
    }

    Call tried() {
        return new Call(function, true, input, names);
    }

    /** As {@code try_max_pool2d(t, 2, stride => 1)}. */
    String text(String input, List<String> arguments) {
        StringBuilder text = new StringBuilder((isTry ? SqlFunction.TRY : "") + function + "(" + input);
        for (int i = 0; i < arguments.size(); i++) {
            text.append(", ").append(names.get(i) == null ? "" : names.get(i) + " => ");
            text.append(arguments.get(i));
        }
        return text.append(')').toString();
    }
}
