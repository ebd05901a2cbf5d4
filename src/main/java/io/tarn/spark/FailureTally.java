package io.tarn.spark;

import io.tarn.measure.Legible;
import io.tarn.pipeline.Failure;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** How many images failed, and of each kind of failure how often it came and the first example. Never changes. */
final class FailureTally implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int SHOWN_CHARACTERS = 200;

    static final FailureTally NONE = new FailureTally(0, new TreeMap<>());

    private final long images;
    private final TreeMap<String, Kind> kinds;

    private static final class Kind implements Serializable {
        private static final long serialVersionUID = 1;

        private final long count;
        private final String example;

        Kind(long count, String example) {
            this.count = count;
            this.example = example;
        }

        Kind plus(Kind other) {
            return new Kind(count + other.count, example);
        }
    }

    private FailureTally(long images, TreeMap<String, Kind> kinds) {
        this.images = images;
        this.kinds = kinds;
    }

    /** Images without a row in {@code data/}. */
    long images() {
        return images;
    }

    boolean isEmpty() {
        return images == 0 && kinds.isEmpty();
    }

    FailureTally plusImage() {
        return new FailureTally(images + 1, kinds);
    }

    FailureTally plus(Failure failure) {
        String step = failure.output() == null ? failure.step() : failure.output() + "." + failure.step();
        String example = Legible.inLine(failure.id() + ": " + failure.message());
        String cut = example.length() > SHOWN_CHARACTERS ? example.substring(0, SHOWN_CHARACTERS) + "..." : example;
        TreeMap<String, Kind> one = new TreeMap<>(Map.of(failure.error() + " (" + step + ")", new Kind(1, cut)));
        return plus(new FailureTally(0, one));
    }

    FailureTally plus(FailureTally other) {
        if (other.isEmpty()) {
            return this; // nearly always: heartbeats bring those of all running tasks
        }
        TreeMap<String, Kind> all = new TreeMap<>(kinds);
        other.kinds.forEach((name, kind) -> all.merge(name, kind, Kind::plus));
        return new FailureTally(images + other.images, all);
    }

    /** As {@code corrupt (decode), such as a/b.jpg: the file is broken}; null where nothing failed. */
    String most() {
        return kinds.entrySet().stream()
                .max(Comparator.comparingLong(kind -> kind.getValue().count))
                .map(kind -> kind.getKey() + ", such as " + kind.getValue().example)
                .orElse(null);
    }

    @Override
    public String toString() {
        return images + " images";
    }
}
