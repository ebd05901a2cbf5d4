package io.tarn.plan;

import io.tarn.op.Arg;
import io.tarn.op.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Resolved steps as a person would write them in a job file, without the defaults. */
final class StepText {
    private static final int LONGEST_VALUE = 80;

    private StepText() {}

    /** A first line, such as {@code resize: {size: [128, 128]}}; where it holds a list of steps, a line more for each. */
    static List<String> lines(Map<?, ?> step) {
        String name = name(step);
        Map<String, Object> args = args(step);
        if (args.size() == 1 && args.values().iterator().next() instanceof List<?> steps && areSteps(steps)) {
            List<String> lines = new ArrayList<>(List.of(name + ":"));
            steps.forEach(each -> lines.add("  - " + text(each)));
            return lines;
        }
        return List.of(text(step));
    }

    private static boolean areSteps(List<?> values) {
        return values.stream().allMatch(StepText::isStep);
    }

    private static boolean isStep(Object value) {
        return value instanceof Map<?, ?> map
                && map.size() == 1
                && map.values().iterator().next() instanceof Map;
    }

    private static String text(Object value) {
        if (isStep(value)) {
            Map<String, Object> args = args((Map<?, ?>) value);
            return name((Map<?, ?>) value) + (args.isEmpty() ? "" : ": " + text(args));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + nested(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            String items = list.stream().map(StepText::nested).collect(Collectors.joining(", ", "[", "]"));
            return items.length() <= LONGEST_VALUE ? items : items.substring(0, LONGEST_VALUE - 4) + " ...";
        }
        return String.valueOf(value);
    }

    private static String nested(Object value) {
        return isStep(value) && !args((Map<?, ?>) value).isEmpty() ? "{" + text(value) + "}" : text(value);
    }

    private static String name(Map<?, ?> step) {
        return (String) step.keySet().iterator().next();
    }

    private static Map<String, Object> args(Map<?, ?> step) {
        Map<String, Object> args = new LinkedHashMap<>();
        Operator operator = Catalog.operator(name(step), Place.whole("a plan"));
        Map<?, ?> given = (Map<?, ?>) step.values().iterator().next();
        for (Arg arg : operator.args()) {
            Object value = given.get(arg.name());
            if (value != null && !value.toString().equals(arg.byDefault())) {
                args.put(arg.name(), value);
            }
        }
        return args;
    }
}
