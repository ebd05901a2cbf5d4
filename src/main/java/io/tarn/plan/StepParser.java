package io.tarn.plan;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.Step;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes steps of what a job says. */
final class StepParser {
    private StepParser() {}

    /** A list of steps; nothing is an empty list. */
    static List<PlacedStep> steps(String what, Tree tree) {
        if (tree == null || tree.value() == null) {
            return List.of();
        }
        if (!tree.isList()) {
            throw tree.refuse(what + ": must be a list of steps, not " + tree.described());
        }
        return tree.items().stream().map(StepParser::step).toList();
    }

    /** A name, or a mapping of one name to its arguments. */
    static PlacedStep step(Tree tree) {
        if (tree.value() instanceof String name) {
            return step(Catalog.operator(name, tree.place()), new Tree(tree.place(), null));
        }
        if (!tree.isMapping() || tree.entries().size() != 1) {
            String found = tree.isMapping() ? String.join(", ", tree.entries().keySet()) : tree.described();
            throw tree.refuse("a step is a name, or one name with its arguments, such as resize: {size: 128}; found "
                    + (found.isEmpty() ? "an empty mapping" : found));
        }
        var entry = tree.entries().entrySet().iterator().next();
        Tree arguments = entry.getValue();
        return step(Catalog.operator(entry.getKey(), arguments.place()), arguments);
    }

    private static PlacedStep step(Operator operator, Tree given) {
        Tree arguments = arguments(operator, given);
        Map<Object, Tree> trees = new IdentityHashMap<>();
        Map<String, Object> values = new LinkedHashMap<>();
        arguments.entries().forEach((name, value) -> values.put(name, value.plain(trees)));
        Map<Tree, PlacedStep> nested = new LinkedHashMap<>();
        Function<Object, Step> makeNested = value -> {
            Tree tree = trees.getOrDefault(value, new Tree(given.place(), value));
            PlacedStep inner = step(tree);
            nested.put(tree, inner);
            return inner.step();
        };
        try {
            Step step = operator.step(new Args(operator.name(), values, makeNested));
            Map<String, Object> defaults = defaults(operator, step, values, makeNested);
            Map<String, Object> resolved = Resolved.arguments(operator, arguments, nested, defaults);
            return new PlacedStep(step, arguments, List.copyOf(nested.values()), Map.of(operator.name(), resolved));
        } catch (SpecException e) {
            throw arguments.refuse(e);
        }
    }

    /** The defaults that can be written down: beside the values given they make the same step. */
    private static Map<String, Object> defaults(
            Operator operator, Step step, Map<String, Object> given, Function<Object, Step> makeNested) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        Map<String, Object> values = new LinkedHashMap<>(given);
        for (Arg arg : operator.args()) {
            if (arg.isRequired() || given.get(arg.name()) != null) {
                continue;
            }
            Object literal = Yaml.ofOption(arg.byDefault(), arg.name()).plain(new IdentityHashMap<>());
            values.put(arg.name(), literal);
            if (makes(step, operator, new Args(operator.name(), values, makeNested))) {
                defaults.put(arg.name(), literal);
            } else {
                values.remove(arg.name());
            }
        }
        return defaults;
    }

    private static boolean makes(Step step, Operator operator, Args args) {
        try {
            return operator.step(args).equals(step);
        } catch (SpecException e) {
            return false; // a default in words, such as "kernel_size", or one that only holds without another argument
        }
    }

    /** An operator with one argument may be given that argument's value alone. */
    private static Tree arguments(Operator operator, Tree given) {
        if (given.isMapping() || given.value() == null) {
            return given;
        }
        if (operator.args().size() == 1) {
            String only = operator.args().get(0).name();
            return new Tree(given.place(), Map.of(only, given));
        }
        if (operator.args().isEmpty()) {
            throw given.refuse(operator.name() + ": takes no arguments; found " + given.described());
        }
        List<String> names = operator.args().stream().map(Arg::name).toList();
        throw given.refuse(operator.name() + ": arguments must be a mapping such as {" + names.get(0) + ": ...}, not "
                + given.described() + "; it takes " + String.join(", ", names));
    }
}
