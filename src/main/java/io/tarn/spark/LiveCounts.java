package io.tarn.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/** What the tasks of this JVM did since it started, by name; the same work done twice counts twice. */
final class LiveCounts {
    static final String IMAGES = "images";
    static final String FAILURES = "failures";
    static final String READ_BYTES = "read_bytes";
    static final String POOLED_BYTES = "pooled_bytes";
    static final String STEP_NANOS = "step_nanos.";

    /** Those that are there before the first task. */
    static final List<String> NAMES = List.of(IMAGES, FAILURES, READ_BYTES, POOLED_BYTES);

    /** The counts of this JVM. */
    static final LiveCounts HERE = new LiveCounts();

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void add(String name, long amount) {
        counts.computeIfAbsent(name, key -> new LongAdder()).add(amount);
    }

    long sum(String name) {
        LongAdder count = counts.get(name);
        return count == null ? 0 : count.sum();
    }

    TreeMap<String, Long> snapshot() {
        TreeMap<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    /** Makes gauges of the names that have none yet; Spark's metrics system sees those that come later too. */
    static void show(Collection<String> names, ToLongFunction<String> value, MetricRegistry registry) {
        Set<String> shown = registry.getNames();
        for (String name : names) {
            if (!shown.contains(name)) {
                registry.register(name, (Gauge<Long>) () -> value.applyAsLong(name));
            }
        }
    }
}
