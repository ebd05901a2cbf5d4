package io.tarn.plan;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.SpecException;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A section of a job file: keys as an operator has arguments, with their checks and messages. */
record Section(String name, List<Arg> keys) {
    /**
     * What {@code read} makes of this section's values.
     *
     * @throws JobException if a key is unknown or missing, or {@code read} refuses one
     */
    <T> T read(Tree tree, Function<Args, T> read) {
        if (!tree.isMapping() && tree.value() != null) {
            throw tree.refuse(name + ": must be a mapping with " + names(keys) + ", not " + tree.described());
        }
        Map<String, Object> values = new LinkedHashMap<>();
        tree.entries().forEach((key, entry) -> values.put(key, entry.plain(new IdentityHashMap<>())));
        Args args = new Args(name, values, value -> {
            throw new IllegalStateException("no steps in " + name);
        });
        try {
            args.check(keys);
            return read.apply(args);
        } catch (SpecException e) {
            throw tree.refuse(e);
        }
    }

    private static String names(List<Arg> keys) {
        return keys.stream().map(Arg::name).collect(Collectors.joining(", "));
    }
}
