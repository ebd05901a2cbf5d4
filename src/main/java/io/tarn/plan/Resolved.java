package io.tarn.plan;

import static io.tarn.plan.Planner.lowerCase;

import io.tarn.op.Arg;
import io.tarn.op.Operator;
import io.tarn.plan.Plan.ErrorPolicy;
import io.tarn.plan.Plan.Input;
import io.tarn.plan.Plan.Output;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A job written out in full as plain values, and what identifies it. */
final class Resolved {
    private Resolved() {}

    /** The job in full, in reading order. */
    static Map<String, Object> job(
            String name,
            Input input,
            List<PlacedStep> steps,
            Map<String, List<PlacedStep>> outputs,
            Output output,
            ErrorPolicy errors) {
        Map<String, Object> chains = new LinkedHashMap<>();
        outputs.forEach((key, chain) -> chains.put(key, steps(chain)));
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("name", name);
        job.put("input", InputSection.resolved(input));
        job.put("steps", steps(steps));
        job.put("outputs", Collections.unmodifiableMap(chains));
        job.put("output", OutputSection.resolved(output));
        job.put("errors", errors(errors));
        return job;
    }

    private static List<Map<String, Object>> steps(List<PlacedStep> steps) {
        return steps.stream().map(PlacedStep::resolved).toList();
    }

    private static Map<String, Object> errors(ErrorPolicy errors) {
        Map<String, Object> resolved = new LinkedHashMap<>();
        resolved.put("max_rate", errors.maxRate());
        resolved.put("partial", lowerCase(errors.partial()));
        resolved.put("max_seconds_per_image", errors.maxSecondsPerImage());
        return Collections.unmodifiableMap(resolved);
    }

    /** An operator's arguments in its own order, given and by default. */
    static Map<String, Object> arguments(
            Operator operator, Tree given, Map<Tree, PlacedStep> nested, Map<String, Object> defaults) {
        Map<String, Object> resolved = new LinkedHashMap<>();
        for (Arg arg : operator.args()) {
            Tree value = given.entries().get(arg.name());
            if (value != null && value.value() != null) {
                resolved.put(arg.name(), value(value, nested));
            } else if (defaults.containsKey(arg.name())) {
                resolved.put(arg.name(), defaults.get(arg.name()));
            }
        }
        return Collections.unmodifiableMap(resolved);
    }

    private static Object value(Tree tree, Map<Tree, PlacedStep> nested) {
        if (nested.containsKey(tree)) {
            return nested.get(tree).resolved();
        }
        if (tree.isMapping()) {
            Map<String, Object> entries = new LinkedHashMap<>();
            tree.entries().forEach((key, entry) -> entries.put(key, value(entry, nested)));
            return Collections.unmodifiableMap(entries);
        }
        if (tree.isList()) {
            List<Object> items = new ArrayList<>();
            tree.items().forEach(item -> items.add(value(item, nested)));
            return Collections.unmodifiableList(items);
        }
        return tree.value();
    }

    /** SHA-256 of what of a job determines the data; the order of keys in mappings does not count. */
    @SuppressWarnings("unchecked")
    static String fingerprint(Map<String, Object> job) {
        Map<String, Object> input = new HashMap<>((Map<String, ?>) job.get("input"));
        input.remove("path");
        Object partial = ((Map<String, ?>) job.get("errors")).get("partial");
        Map<String, ?> output = (Map<String, ?>) job.get("output");
        List<Object> form = new ArrayList<>();
        form.add(output.get("layout"));
        form.add(output.get("partition_by"));
        StringBuilder canonical = new StringBuilder("tarn job 1 ");
        write(List.of(input, job.get("steps"), job.get("outputs"), partial, form), canonical);
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(canonical.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            out.append('{');
            new TreeMap<Object, Object>(map).forEach((key, each) -> {
                write(key, out);
                write(each, out);
            });
            out.append('}');
        } else if (value instanceof List<?> list) {
            out.append('[');
            list.forEach(each -> write(each, out));
            out.append(']');
        } else {
            // The length keeps neighbours apart; the class keeps 1, 1.0 and '1' apart.
            String text = String.valueOf(value);
            String type = value instanceof String ? "s" : value instanceof Double ? "d" : "v";
            out.append(type).append(text.length()).append(':').append(text);
        }
    }
}
