package io.tarn.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The arguments given to an operator: plain values as YAML gives them (Boolean, Long or Integer, Double, String, List,
 * Map, null), read with the type that the operator wants. Every refusal names the operator and the argument.
 */
public final class Args {
    private final String operator;
    private final Map<String, Object> values;
    private final Function<Object, Step> nested;

    /**
     * @param nested makes a step of a value that stands for one, such as {@code {roll: {shifts: 3, dims: height}}}
     */
    public Args(String operator, Map<String, ?> values, Function<Object, Step> nested) {
        this.operator = operator;
        this.values = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<String, Object>(values));
        this.nested = nested;
    }

    public String operator() {
        return operator;
    }

    /**
     * Holds what was given against what there is.
     *
     * @throws SpecException if an argument is unknown, or a required one is missing
     */
    public void check(List<Arg> definitions) {
        List<String> known = definitions.stream().map(Arg::name).toList();
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                String suggestion = Names.suggest(name, known);
                String all = known.isEmpty() ? "no arguments" : String.join(", ", known);
                throw refuse(
                        name, "is unknown" + suggestion + (suggestion.isEmpty() ? "; it" : " It") + " takes " + all);
            }
        }
        for (Arg arg : definitions) {
            if (arg.isRequired() && !has(arg.name())) {
                throw refuse(arg.name(), "is missing; give " + arg.type() + ": " + arg.doc());
            }
        }
    }

    /** True where the argument was given and is not null. */
    public boolean has(String name) {
        return values.get(name) != null;
    }

    public Object raw(String name) {
        return values.get(name);
    }

    public boolean flag(String name) {
        Object value = values.getOrDefault(name, false);
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw expected(name, "true or false", value);
    }

    public int integer(String name) {
        return integer(name, values.get(name));
    }

    public int integer(String name, int byDefault) {
        return has(name) ? integer(name) : byDefault;
    }

    /** A 64-bit integer. */
    public long whole(String name, long byDefault) {
        if (!has(name)) {
            return byDefault;
        }
        if (values.get(name) instanceof Number number && isWhole(number)) {
            return number.longValue();
        }
        throw expected(name, "an integer", values.get(name));
    }

    public double number(String name, double byDefault) {
        return has(name) ? number(name, values.get(name)) : byDefault;
    }

    public String text(String name, String byDefault) {
        Object value = values.get(name);
        if (value == null) {
            return byDefault;
        }
        if (value instanceof String text) {
            return text;
        }
        throw expected(name, "text", value);
    }

    /** One of a few words. */
    public String choice(String name, String byDefault, List<String> choices) {
        String text = text(name, byDefault);
        if (choices.contains(text)) {
            return text;
        }
        throw refuse(name, "must be " + String.join(" | ", choices) + ", not " + text + Names.suggest(text, choices));
    }

    /** An int for all of {@code rank} dimensions, or a list of one per dimension (a list of one stands for all). */
    public int[] sizes(String name, int rank) {
        Object value = values.get(name);
        if (!(value instanceof List<?> list)) {
            int[] all = new int[rank];
            Arrays.fill(all, integer(name, value));
            return all;
        }
        if (list.size() != rank && list.size() != 1) {
            throw expected(name, "an int or " + rank + (rank == 1 ? " int" : " ints, one per dimension"), value);
        }
        int[] each = new int[rank];
        for (int i = 0; i < rank; i++) {
            each[i] = integer(name, list.get(list.size() == 1 ? 0 : i));
        }
        return each;
    }

    public int[] sizes(String name, int rank, int... byDefault) {
        if (has(name)) {
            return sizes(name, rank);
        }
        int[] all = new int[rank];
        for (int i = 0; i < rank; i++) {
            all[i] = byDefault[byDefault.length == 1 ? 0 : i];
        }
        return all;
    }

    /** A list of numbers; a single number is a list of one. */
    public double[] numbers(String name) {
        Object value = values.get(name);
        if (!(value instanceof List<?> list)) {
            return new double[] {number(name, value)};
        }
        return list.stream().mapToDouble(each -> number(name, each)).toArray();
    }

    /** A list; a single value is a list of one. */
    public List<Object> list(String name) {
        Object value = values.get(name);
        return value instanceof List<?> list ? new ArrayList<>(list) : List.of(value);
    }

    /** An argument that is itself a step. */
    public Step step(String name) {
        return nestedStep(name, values.get(name));
    }

    /** An argument that is a list of steps. */
    public List<Step> steps(String name) {
        return list(name).stream().map(each -> nestedStep(name, each)).collect(Collectors.toList());
    }

    /** "max_pool2d: stride must be at least 1, not 0", about that argument. */
    public SpecException refuse(String name, String problem) {
        return new SpecException(name, operator + ": " + name + " " + problem);
    }

    private Step nestedStep(String name, Object value) {
        if (value == null) {
            throw refuse(name, "must be a step");
        }
        return nested.apply(value);
    }

    private int integer(String name, Object value) {
        if (value instanceof Number number && isWhole(number) && number.longValue() == number.intValue()) {
            return number.intValue();
        }
        throw expected(name, "an int", value);
    }

    private double number(String name, Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw expected(name, "a number", value);
    }

    private static boolean isWhole(Number number) {
        return number instanceof Integer || number instanceof Long || number instanceof Short;
    }

    /** "max_pool2d: ceil_mode must be true or false, not "yes"", about that argument. */
    public SpecException expected(String name, String wanted, Object value) {
        return refuse(name, "must be " + wanted + ", not " + (value instanceof String ? "\"" + value + "\"" : value));
    }
}
