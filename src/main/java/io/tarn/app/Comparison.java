package io.tarn.app;

import io.tarn.measure.StepRow;
import io.tarn.report.Units;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** Two runs side by side: what got slower or faster, step by step and overall, as text. */
final class Comparison {
    /** Changes below this share are told as none: runs differ by as much without a cause. */
    private static final double NOTICEABLE = 0.05;

    private final Side before;
    private final Side after;

    /** @param job what {@code job.json} holds */
    record Side(String output, Map<String, Object> job, List<StepRow> steps) {
        long number(String key) {
            return job.get(key) instanceof Number number ? number.longValue() : 0;
        }

        /** Of a resumed run, those images that it dealt with itself in its time. */
        double imagesPerSecond() {
            long images = job.containsKey("images_now") ? number("images_now") : images();
            return number("wall_millis") == 0 ? 0 : images * 1000.0 / number("wall_millis");
        }

        /** Those that were dealt with: of a run that stopped, {@code images} counts what it was to do. */
        long images() {
            return number(job.containsKey("images_done") ? "images_done" : "images");
        }

        /** Time of all steps and of Spark around them, an image. */
        double taskNanos() {
            return steps.stream().mapToLong(StepRow::totalNanos).sum() / (double) Math.max(1, images());
        }

        double imageNanos(StepRow step) {
            return step.totalNanos() / (double) Math.max(1, images());
        }

        Map<String, StepRow> byName() {
            Map<String, StepRow> rows = new LinkedHashMap<>();
            steps.forEach(row -> rows.put(Account.name(row.step(), row.output()), row));
            return rows;
        }
    }

    private record Change(String step, double nanos) {}

    Comparison(Side before, Side after) {
        this.before = before;
        this.after = after;
    }

    String text() {
        TextTable runs = new TextTable("", before.output, after.output, "change");
        runs.row("state", state(before), state(after));
        runs.row("images", Units.count(before.images()), Units.count(after.images()));
        runs.row("failed", count("failed", before), count("failed", after));
        runs.row("cores", count("cores", before), count("cores", after));
        runs.row(
                "wall time",
                Units.millis(before.number("wall_millis")),
                Units.millis(after.number("wall_millis")),
                change(before.number("wall_millis"), after.number("wall_millis")));
        runs.row(
                "images a second",
                Units.number(before.imagesPerSecond()),
                Units.number(after.imagesPerSecond()),
                change(before.imagesPerSecond(), after.imagesPerSecond()));
        runs.row(
                "task time an image",
                Units.nanos(before.taskNanos()),
                Units.nanos(after.taskNanos()),
                change(before.taskNanos(), after.taskNanos()));
        String line = System.lineSeparator();
        return runs.text() + line + steps() + line + verdict() + line;
    }

    private String steps() {
        TextTable table = new TextTable("step", "time an image", "change", "p50", "change", "p95", "change");
        Map<String, StepRow> old = before.byName();
        Map<String, StepRow> now = after.byName();
        for (String name : names()) {
            StepRow first = old.get(name);
            StepRow second = now.get(name);
            if (first == null || second == null) {
                table.row(name, first == null ? "only in the second" : "only in the first");
                continue;
            }
            double firstNanos = before.imageNanos(first);
            double secondNanos = after.imageNanos(second);
            List<String> cells =
                    new ArrayList<>(List.of(name, arrow(firstNanos, secondNanos), change(firstNanos, secondNanos)));
            if (first.isStep()) {
                cells.addAll(spread(first, second, StepRow::p50Nanos));
                cells.addAll(spread(first, second, StepRow::p95Nanos));
            }
            table.row(cells.toArray(String[]::new));
        }
        return table.text();
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(before.byName().keySet());
        after.byName().keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
        return names;
    }

    private String verdict() {
        if (before.steps.isEmpty() || after.steps.isEmpty()) {
            return "A run that did not finish has no steps to compare.";
        }
        List<String> sentences = new ArrayList<>();
        if (!Objects.equals(before.job.get("fingerprint"), after.job.get("fingerprint"))) {
            sentences.add("The plans differ.");
        }
        Object input = before.job.get("input_fingerprint");
        Object otherInput = after.job.getOrDefault("input_fingerprint", input); // runs of old have none
        if (input != null && !input.equals(otherInput)) {
            sentences.add("The inputs differ.");
        }
        double ratio = ratio(before.taskNanos(), after.taskNanos());
        sentences.add(
                Math.abs(ratio) < NOTICEABLE
                        ? "An image takes about as long as before."
                        : "An image takes " + Units.percent(Math.abs(ratio)) + (ratio > 0 ? " longer" : " less")
                                + " than before.");
        changes().stream()
                .filter(change -> Math.abs(change.nanos) > NOTICEABLE * before.taskNanos())
                .max(Comparator.comparingDouble(change -> Math.abs(change.nanos)))
                .map(change -> "The largest change is in " + change.step + ": " + Units.nanos(Math.abs(change.nanos))
                        + (change.nanos > 0 ? " more" : " less") + " an image.")
                .ifPresent(sentences::add);
        return "  " + String.join(" ", sentences);
    }

    private List<Change> changes() {
        Map<String, StepRow> old = before.byName();
        return after.byName().entrySet().stream()
                .filter(entry -> old.containsKey(entry.getKey()))
                .map(entry -> new Change(
                        entry.getKey(),
                        after.imageNanos(entry.getValue()) - before.imageNanos(old.get(entry.getKey()))))
                .toList();
    }

    private static List<String> spread(StepRow first, StepRow second, ToLongFunction<StepRow> value) {
        long from = value.applyAsLong(first);
        long to = value.applyAsLong(second);
        return List.of(arrow(from, to), change(from, to));
    }

    private static String arrow(double from, double to) {
        return Units.nanos(from) + " → " + Units.nanos(to);
    }

    /** As {@code +12 %}; empty where it is too small to mean anything. */
    private static String change(double from, double to) {
        double ratio = ratio(from, to);
        return Math.abs(ratio) < NOTICEABLE
                ? ""
                : String.format(Locale.ROOT, "%+.0f %%", 100 * ratio).replace('-', '−');
    }

    private static double ratio(double from, double to) {
        return from == 0 ? 0 : to / from - 1;
    }

    private static String state(Side side) {
        return String.valueOf(side.job.get("state"));
    }

    private static String count(String key, Side side) {
        return Units.count(side.number(key));
    }
}
