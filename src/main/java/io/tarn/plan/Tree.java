package io.tarn.plan;

import io.tarn.op.SpecException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of a job with the place that gave it: for a mapping's entry that of its key.
 *
 * @param value a {@code Map<String, Tree>} in the order of the file, a {@code List<Tree>}, or a scalar: String, Boolean,
 *     Number or null
 */
record Tree(Place place, Object value) {
    boolean isMapping() {
        return value instanceof Map;
    }

    boolean isList() {
        return value instanceof List;
    }

    /** The entries; none where the value is null. */
    @SuppressWarnings("unchecked")
    Map<String, Tree> entries() {
        return value == null ? Map.of() : (Map<String, Tree>) value;
    }

    /** The items of a list. */
    @SuppressWarnings("unchecked")
    List<Tree> items() {
        return (List<Tree>) value;
    }

    /** The value without places; {@code trees} learns which tree each part of it stands for. */
    Object plain(Map<Object, Tree> trees) {
        Object plain = value;
        if (isMapping()) {
            Map<String, Object> entries = new LinkedHashMap<>();
            entries().forEach((key, entry) -> entries.put(key, entry.plain(trees)));
            plain = entries;
        } else if (isList()) {
            List<Object> items = new ArrayList<>();
            items().forEach(item -> items.add(item.plain(trees)));
            plain = items;
        }
        trees.put(plain, this);
        return plain;
    }

    JobException refuse(String problem) {
        return new JobException(problem, place);
    }

    /** At the argument that it is about, where that was given. */
    JobException refuse(SpecException e) {
        Tree argument = e.argument() == null || !isMapping() ? null : entries().get(e.argument());
        return new JobException(e.getMessage(), argument == null ? place : argument.place, e);
    }

    /** For messages. */
    String described() {
        if (isMapping()) {
            return "a mapping";
        }
        return isList() ? "a list" : value == null ? "nothing" : value.toString();
    }
}
