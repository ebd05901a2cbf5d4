package io.tarn.plan;

import io.tarn.image.Images;
import io.tarn.op.Arg;
import io.tarn.op.Operator;
import io.tarn.pool.Pools;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The operators as text for people. */
public final class OperatorHelp {
    private static final int WIDTH = 96;

    /** A value for each argument that an example must give. */
    private static final Map<String, String> EXAMPLES = Map.ofEntries(
            Map.entry("kernel_size", "2"),
            Map.entry("norm_type", "2"),
            Map.entry("output_size", "8"),
            Map.entry("size", "[128, 128]"),
            Map.entry("maps", "[identity, {roll: {shifts: 5, dims: height}}]"),
            Map.entry("shifts", "5"),
            Map.entry("dims", "height"),
            Map.entry("with", "{roll: {shifts: 5, dims: height}}"),
            Map.entry("weights", "[0.5, 0.5]"),
            Map.entry("mean", "[0.485, 0.456, 0.406]"),
            Map.entry("std", "[0.229, 0.224, 0.225]"),
            Map.entry("top", "16"),
            Map.entry("left", "16"),
            Map.entry("height", "96"),
            Map.entry("width", "96"),
            Map.entry("padding", "4"),
            Map.entry("background", "[255, 255, 255]"),
            Map.entry("boxes", "[[0, 0, 15, 15], [8, 8, 31, 31]]"));

    private OperatorHelp() {}

    /** Every operator with its summary. */
    public static String all() {
        return "image steps\n" + summaries(Images.OPERATORS) + "\npooling\n" + summaries(Pools.OPERATORS)
                + "\ntarn ops NAME shows an operator's arguments.\n";
    }

    /** The pools of one to three dimensions share a line. */
    private static String summaries(List<Operator> operators) {
        StringBuilder text = new StringBuilder();
        for (List<Operator> family : families(operators)) {
            String others = family.stream()
                    .skip(1)
                    .map(operator ->
                            ", " + operator.name().substring(operator.name().length() - 2))
                    .collect(Collectors.joining());
            String names = String.format("  %-28s ", family.get(0).name() + others);
            text.append(names)
                    .append(wrapped(family.get(0).summary(), " ".repeat(names.length()))
                            .strip())
                    .append('\n');
        }
        return text.toString();
    }

    /** Operators that differ in the number of dimensions only, together. */
    static Collection<List<Operator>> families(List<Operator> operators) {
        Map<String, List<Operator>> families = new LinkedHashMap<>();
        for (Operator operator : operators) {
            String family = operator.name().replaceFirst("[123]d$", "");
            families.computeIfAbsent(family, name -> new ArrayList<>()).add(operator);
        }
        return families.values();
    }

    /**
     * An operator with its arguments.
     *
     * @throws JobException if there is none of that name
     */
    public static String of(String name) {
        Operator operator = Catalog.operator(name, Place.whole("tarn ops " + name));
        StringBuilder text = new StringBuilder(wrapped(name + ": " + operator.summary(), ""));
        text.append(wrapped("from " + operator.source(), ""));
        for (Arg arg : operator.args()) {
            String byDefault = arg.isRequired() ? "required" : "default " + arg.byDefault();
            text.append('\n').append(wrapped(arg.name() + "  (" + arg.type() + "; " + byDefault + ")", "  "));
            text.append(wrapped(arg.doc(), "      "));
        }
        return text + "\nexample\n  - " + String.join("\n  - ", examples(operator)) + "\n";
    }

    /** Steps that a job file could have in that order; the last is the operator's. */
    static List<String> examples(Operator operator) {
        return operator.name().startsWith("max_unpool")
                ? List.of(
                        operator.name().replace("unpool", "pool") + ": {kernel_size: 2, return_indices: true}",
                        example(operator))
                : List.of(example(operator));
    }

    /** A step as a job file gives it. */
    static String example(Operator operator) {
        String args = exampleArguments(operator).entrySet().stream()
                .map(arg -> arg.getKey() + ": " + arg.getValue())
                .collect(Collectors.joining(", "));
        return args.isEmpty() ? operator.name() : operator.name() + ": {" + args + "}";
    }

    /** The arguments that must be given, with values as in a job file. */
    public static Map<String, String> exampleArguments(Operator operator) {
        Map<String, String> values = new LinkedHashMap<>();
        operator.args().stream()
                .filter(arg -> arg.isRequired() || isEither(operator, arg))
                .forEach(arg -> values.put(arg.name(), EXAMPLES.get(arg.name())));
        return values;
    }

    /** Fractional pools need output_size or output_ratio. */
    private static boolean isEither(Operator operator, Arg arg) {
        return operator.name().startsWith("fractional") && arg.name().equals("output_size");
    }

    private static String wrapped(String text, String indent) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ")) {
            if (line.length() + word.length() > WIDTH && line.length() > indent.length()) {
                lines.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(indent);
            }
            line.append(word).append(' ');
        }
        return lines + line.toString().stripTrailing() + "\n";
    }
}
