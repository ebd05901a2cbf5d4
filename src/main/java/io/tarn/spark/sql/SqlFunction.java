package io.tarn.spark.sql;

import io.tarn.image.DecodeOptions;
import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.Step;
import io.tarn.plan.Catalog;
import io.tarn.plan.OperatorHelp;
import io.tarn.plan.Steps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A function of SQL: decode_image, or one of the operators. Its first argument is what it works on. */
public final class SqlFunction {
    /** Before a name: null where the plain function fails. */
    public static final String TRY = "try_";

    /** Every function but for the try_ forms. */
    public static final List<SqlFunction> ALL = Stream.concat(
                    Stream.of(new SqlFunction(
                            "decode_image",
                            "An encoded image to Pillow's pixels, uint8 [H, W, 3]; JPEG, PNG, GIF, BMP, WebP and TIFF",
                            "Pillow, Image.open and Image.convert",
                            DecodeOptions.ARGS.stream()
                                    .filter(arg -> !arg.name().equals("frames")) // a call has one value
                                    .toList(),
                            null)),
                    Catalog.OPERATORS.stream().map(SqlFunction::new))
            .toList();

    private static final Map<String, SqlFunction> BY_NAME = new LinkedHashMap<>();

    static {
        ALL.forEach(function -> BY_NAME.put(function.name, function));
    }

    private final String name;
    private final String summary;
    private final String source;
    private final List<Arg> args;
    private final Operator operator;

    private SqlFunction(Operator operator) {
        this(operator.name(), operator.summary(), operator.source(), operator.args(), operator);
    }

    private SqlFunction(String name, String summary, String source, List<Arg> args, Operator operator) {
        this.name = name;
        this.summary = summary;
        this.source = source;
        this.args = args;
        this.operator = operator;
    }

    /** The function of that name, which must be one. */
    static SqlFunction named(String name) {
        return BY_NAME.get(name);
    }

    public String name() {
        return name;
    }

    /** One line, what it computes. */
    public String summary() {
        return summary;
    }

    /** Where the definition comes from. */
    public String source() {
        return source;
    }

    /** Its arguments after the first, in their order. */
    public List<Arg> args() {
        return args;
    }

    /** True for decode_image, which takes bytes; the others take tensors. */
    public boolean isDecode() {
        return operator == null;
    }

    /** True for what takes a struct of values and indices. */
    public boolean takesIndices() {
        return name.startsWith("max_unpool");
    }

    /** True for what gives a file's bytes; the others give tensors. */
    boolean isEncode() {
        return name.equals("png");
    }

    /** True for what needs the EXIF orientation, which is in no tensor. */
    boolean takesOrientation() {
        return name.equals("exif_transpose");
    }

    DecodeOptions decodeOptions(Map<String, Object> values) {
        Args given = new Args(name, values, value -> {
            throw new SpecException(name + ": takes no steps");
        });
        given.check(args);
        return DecodeOptions.of(given);
    }

    Step step(Map<String, Object> values) {
        return Steps.of(operator, values);
    }

    /**
     * How many values a first argument of sizes takes where they are given one by one, as in {@code resize(x, 128,
     * 128)}; 1 where that cannot be.
     */
    public int spread() {
        if (args.isEmpty()
                || !List.of("size", "output_size").contains(args.get(0).name())) {
            return 1;
        }
        String type = args.get(0).type();
        int from = type.indexOf('[');
        return from < 0 ? 1 : type.substring(from, type.indexOf(']')).split(",").length;
    }

    /**
     * How many of the first values are sizes given one by one, or 0.
     *
     * @param values without names
     */
    int sizes(List<Object> values) {
        int ints = 0;
        while (ints < values.size() && (values.get(ints) instanceof Integer || values.get(ints) instanceof Long)) {
            ints++;
        }
        return spread() > 1 && ints > 1 ? Math.min(ints, spread()) : 0;
    }

    /**
     * Which argument each value stands for, values of a spread argument as a list.
     *
     * @param names a name for each value, or null where its place tells
     */
    Map<String, Object> byName(List<String> names, List<Object> values) {
        Map<String, Object> named = new LinkedHashMap<>();
        int place = 0;
        int unnamed = 0;
        while (unnamed < values.size() && names.get(unnamed) == null) {
            unnamed++;
        }
        int at = sizes(values.subList(0, unnamed));
        if (at > 0) {
            named.put(args.get(0).name(), new ArrayList<>(values.subList(0, at)));
            place = 1;
        }
        for (; at < values.size(); at++) {
            String argument = names.get(at);
            if (argument == null) {
                if (place < 0) {
                    throw notAfterNames();
                }
                if (place == args.size()) {
                    throw new SpecException(
                            name + ": " + (values.size() + 1) + " arguments are too many; it takes " + signature());
                }
                argument = args.get(place++).name();
            } else {
                place = -1;
            }
            if (named.containsKey(argument)) {
                throw givenTwice(argument);
            }
            if (values.get(at) != null) { // null is left out
                named.put(argument, values.get(at));
            }
        }
        return named;
    }

    /** Refuses a call whose first argument has another's name, or whose name a later one has. */
    void checkInput(Call call) {
        if (call.input() != null && !call.input().equals(input())) {
            throw new SpecException(
                    name + ": " + input() + " is missing, which stands first or has its name; it takes " + signature());
        }
        if (call.names().contains(input())) {
            throw givenTwice(input());
        }
    }

    SpecException notAfterNames() {
        return new SpecException(name + ": arguments without a name stand before those with one");
    }

    SpecException givenTwice(String argument) {
        return new SpecException(name + ": " + argument + " is given twice");
    }

    /** As {@code max_pool2d(tensor, kernel_size[, stride, padding])}. */
    public String signature() {
        StringBuilder text = new StringBuilder(name + "(" + input());
        boolean optional = false;
        for (Arg arg : args) {
            boolean opens = !optional && !arg.isRequired();
            text.append(opens ? "[, " : ", ").append(arg.name());
            optional |= opens;
        }
        return text.append(optional ? "])" : ")").toString();
    }

    /** A call as an example, such as {@code resize(tensor, 128, 128)}. */
    public String example() {
        StringBuilder text = new StringBuilder(name + "(" + (takesOrientation() ? "decode_image(content)" : input()));
        List<String> places = args.stream().map(Arg::name).toList();
        int at = 0;
        for (Map.Entry<String, String> value : exampleArguments().entrySet()) {
            boolean inPlace = places.indexOf(value.getKey()) == at;
            boolean isSpread = at++ == 0 && spread() > 1 && value.getValue().startsWith("[");
            text.append(", ").append(inPlace ? "" : value.getKey() + " => ");
            String list = value.getValue();
            text.append(isSpread ? list.substring(1, list.length() - 1) : literal(list));
        }
        return text.append(')').toString();
    }

    private Map<String, String> exampleArguments() {
        return operator == null ? Map.of() : OperatorHelp.exampleArguments(operator);
    }

    /** A job file's value as SQL has it: lists as arrays, steps as text. */
    private static String literal(String value) {
        if (value.startsWith("[")) {
            return items(value.substring(1, value.length() - 1)).stream()
                    .map(SqlFunction::literal)
                    .collect(Collectors.joining(", ", "array(", ")"));
        }
        return value.matches("-?[0-9.]+") ? value : "'" + value + "'";
    }

    /** The parts between commas outside brackets. */
    private static List<String> items(String list) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i <= list.length(); i++) {
            char c = i == list.length() ? ',' : list.charAt(i);
            depth += "[{".indexOf(c) >= 0 ? 1 : "]}".indexOf(c) >= 0 ? -1 : 0;
            if (c == ',' && depth == 0) {
                items.add(list.substring(from, i).strip());
                from = i + 1;
            }
        }
        return items;
    }

    /** What the first argument is called. */
    String input() {
        return isDecode() ? "content" : takesIndices() ? "pooled" : takesOrientation() ? "image" : "tensor";
    }
}
