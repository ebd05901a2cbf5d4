package io.tarn.plan;

import io.tarn.image.Png;
import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.plan.Plan.Chain;
import io.tarn.plan.Plan.ErrorPolicy;
import io.tarn.plan.Plan.Input;
import io.tarn.plan.Plan.Output;
import io.tarn.plan.Plan.Partial;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes a plan of what a job says, section by section. */
final class Planner {
    private static final Section JOB = new Section(
            "job",
            List.of(
                    Arg.optional("name", "text", "the file's name", "what the run and its report are called"),
                    Arg.required("input", "a mapping", "the format and path of what is read"),
                    Arg.optional("steps", "a list of steps", "none", "what every image goes through"),
                    Arg.required("outputs", "a mapping", "names, each with the steps that make this output"),
                    Arg.required("output", "a mapping", "the path of what is written"),
                    Arg.optional("errors", "a mapping", "its defaults", "how many failures are too many")));

    private static final Section ERRORS = new Section(
            "errors",
            List.of(
                    Arg.optional("max_rate", "a number, 0 to 1", "0.05", "the share of failed images that is too much"),
                    Arg.optional(
                            "partial", "drop or keep", "drop", "what becomes of an image of which one output fails"),
                    Arg.optional("max_seconds_per_image", "a number", "60", "an image that takes longer fails")));

    private Planner() {}

    static Plan plan(Tree job, String defaultName) {
        String name = JOB.read(job, args -> args.text("name", defaultName));
        Tree inputTree = job.entries().get("input");
        Tree outputTree = job.entries().get("output");
        Tree outputsTree = job.entries().get("outputs");
        Input input = InputSection.read(inputTree);
        Output output = OutputSection.read(outputTree);
        ErrorPolicy errors = ERRORS.read(section(job, "errors"), Planner::errors);

        List<PlacedStep> shared = StepParser.steps("steps", job.entries().get("steps"));
        Map<String, List<PlacedStep>> chains = chains(outputsTree);
        TensorType type = outputType(shared, input.type());
        List<Chain> outputs = new ArrayList<>();
        chains.forEach((key, chain) -> outputs.add(new Chain(key, plain(chain), outputType(chain, type))));
        checkNames(outputs, outputsTree);
        checkPngsAreLast(shared, chains);
        if (output.layout() == Plan.Layout.TENSOR) {
            outputs.forEach(each -> checkFitsLists(each, outputsTree.entries().get(each.name())));
        }

        Map<String, Object> resolved = Resolved.job(name, input, shared, chains, output, errors);
        return new Plan(name, input, plain(shared), outputs, output, errors, resolved, Resolved.fingerprint(resolved));
    }

    /** An optional section, empty where it is not given. */
    static Tree section(Tree tree, String name) {
        Tree empty = new Tree(tree.place(), null);
        return tree.isMapping() ? tree.entries().getOrDefault(name, empty) : empty;
    }

    private static ErrorPolicy errors(Args args) {
        double maxRate = args.number("max_rate", 0.05);
        if (!(maxRate >= 0 && maxRate <= 1)) {
            throw args.refuse("max_rate", "must be from 0 to 1, not " + args.raw("max_rate"));
        }
        String partial = args.choice("partial", "drop", names(Partial.values()));
        double maxSeconds = args.number("max_seconds_per_image", 60);
        if (!(maxSeconds > 0)) {
            throw args.refuse("max_seconds_per_image", "must be more than 0, not " + args.raw("max_seconds_per_image"));
        }
        return new ErrorPolicy(maxRate, Partial.valueOf(partial.toUpperCase(Locale.ROOT)), maxSeconds);
    }

    private static Map<String, List<PlacedStep>> chains(Tree outputs) {
        if (!outputs.isMapping() || outputs.entries().isEmpty()) {
            throw outputs.refuse(
                    "outputs: must be a mapping of names to steps, such as max: {max_pool2d: {kernel_size: 2}}, not "
                            + (outputs.isMapping() ? "an empty one" : outputs.described()));
        }
        Map<String, List<PlacedStep>> chains = new LinkedHashMap<>();
        outputs.entries().forEach((name, tree) -> {
            if (tree.value() == null) {
                throw tree.refuse("outputs: " + name
                        + " is empty; give a step, a list of steps, or [] for the tensor as it stands");
            }
            chains.put(name, tree.isList() ? StepParser.steps(name, tree) : List.of(StepParser.step(tree)));
        });
        return chains;
    }

    private static TensorType outputType(List<PlacedStep> steps, TensorType input) {
        TensorType type = input;
        for (PlacedStep step : steps) {
            type = step.outputType(type);
        }
        return type;
    }

    /** Every output is a column: names must be fit for one, and tell columns apart where case does not count. */
    private static void checkNames(List<Chain> outputs, Tree tree) {
        Map<String, String> columns = new HashMap<>(Map.of("id", "the images' id"));
        for (Chain output : outputs) {
            Tree place = tree.entries().get(output.name());
            if (!output.name().matches("[A-Za-z0-9_-]+")) {
                throw place.refuse(
                        "outputs: " + output.name() + " is no name for an output; use letters, digits, _ and -");
            }
            claim(columns, output.name(), "output " + output.name(), place);
            if (output.returnsIndices()) {
                claim(columns, output.name() + "_indices", "the indices of output " + output.name(), place);
            }
        }
    }

    private static void checkPngsAreLast(List<PlacedStep> shared, Map<String, List<PlacedStep>> chains) {
        List<PlacedStep> inner = new ArrayList<>(shared);
        chains.values().forEach(chain -> inner.addAll(chain.subList(0, Math.max(0, chain.size() - 1))));
        for (PlacedStep step : inner) {
            if (step.step() instanceof Png) {
                throw step.arguments().refuse("png: must be the last step of an output; move it there");
            }
        }
    }

    /** A list in a column is a tensor to Arrow only where its shape and type are the same in every row. */
    private static void checkFitsLists(Chain output, Tree place) {
        if (output.isPng()) {
            return;
        }
        DType dtype = output.type().dtype();
        Shape shape = output.type().shape();
        Shape indices = output.returnsIndices() ? output.type().indices() : shape;
        if (dtype == null || shape == null || !shape.isKnown() || indices == null || !indices.isKnown()) {
            throw place.refuse("outputs: " + output.name() + " is " + output.type()
                    + ", and output.layout: tensor needs a shape and type known before the run;"
                    + " add a resize or an adaptive pool, or set output.layout: bytes");
        }
        if (dtype.isHalf()) {
            throw place.refuse("outputs: " + output.name() + " is " + output.type()
                    + ", which output.layout: tensor cannot hold; end it with to_dtype: {dtype: float32}, or set"
                    + " output.layout: bytes");
        }
    }

    private static void claim(Map<String, String> columns, String column, String what, Tree place) {
        String other = columns.putIfAbsent(column.toLowerCase(Locale.ROOT), what);
        if (other != null) {
            throw place.refuse("outputs: column " + column + " (" + what + ") clashes with " + other
                    + "; rename one, upper and lower case count as the same");
        }
    }

    private static List<Step> plain(List<PlacedStep> steps) {
        return steps.stream().map(PlacedStep::step).toList();
    }

    static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Planner::lowerCase).toList();
    }

    /** An enum's value as job files write it. */
    static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
