package io.tarn.plan;

import io.tarn.op.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A value that the command line sets in a job, before anything of the job is checked. */
public final class Setting {
    /** The sections that {@code a.b=value} may start. */
    private static final Set<List<String>> SECTIONS =
            Set.of(List.of("input"), List.of("input", "decode"), List.of("output"), List.of("errors"));

    private final List<String> path;
    private final Tree value;

    private Setting(List<String> path, Tree value) {
        this.path = List.copyOf(path);
        this.value = value;
    }

    /**
     * {@code --set a.b=value}: keys and list positions from the job's top, such as {@code steps.0.resize.size}, and a
     * value in YAML.
     *
     * @throws JobException if it is not of that form
     */
    public static Setting set(String assignment) {
        String option = "--set " + assignment;
        int equals = assignment.indexOf('=');
        String path = equals < 0 ? "" : assignment.substring(0, equals).strip();
        List<String> keys = List.of(path.split("\\.", -1));
        if (keys.contains("")) {
            throw new JobException(
                    "must be a path, = and a value, such as --set errors.max_rate=0.1", Place.whole(option));
        }
        return new Setting(keys, Yaml.ofOption(assignment.substring(equals + 1), option));
    }

    /** {@code --input path}. */
    public static Setting input(String path) {
        return new Setting(List.of("input", "path"), new Tree(Place.whole("--input " + path), path));
    }

    /** {@code --output path}. */
    public static Setting output(String path) {
        return new Setting(List.of("output", "path"), new Tree(Place.whole("--output " + path), path));
    }

    /** The job with this value in it. */
    Tree apply(Tree job) {
        return put(job, 0);
    }

    private Tree put(Tree tree, int depth) {
        if (depth == path.size()) {
            return value;
        }
        if (tree.isList()) {
            List<Tree> items = new ArrayList<>(tree.items());
            int position = position(items.size(), depth);
            items.set(position, put(items.get(position), depth + 1));
            return new Tree(tree.place(), items);
        }
        if (!tree.isMapping() && tree.value() != null) {
            throw value.refuse(path(depth) + " is " + tree.described() + ", which has nothing named " + path.get(depth)
                    + "; set " + path(depth) + " as a whole");
        }
        Map<String, Tree> entries = new LinkedHashMap<>(tree.entries());
        String key = path.get(depth);
        Tree entry = entries.get(key);
        if (entry == null && depth + 1 < path.size()) {
            if (!SECTIONS.contains(path.subList(0, depth + 1))) {
                throw value.refuse("the job has no " + path(depth + 1) + Names.suggest(key, entries.keySet()));
            }
            entry = new Tree(value.place(), null);
        }
        entries.put(key, put(entry, depth + 1));
        return new Tree(tree.place(), entries);
    }

    private int position(int size, int depth) {
        String key = path.get(depth);
        if (key.matches("\\d{1,9}") && Integer.parseInt(key) < size) {
            return Integer.parseInt(key);
        }
        String positions = size == 0 ? "an empty list" : size == 1 ? "a list of one, 0" : "a list, 0 to " + (size - 1);
        throw value.refuse(path(depth) + " is " + positions + "; there is no " + key);
    }

    private String path(int length) {
        return length == 0 ? "the job" : String.join(".", path.subList(0, length));
    }
}
