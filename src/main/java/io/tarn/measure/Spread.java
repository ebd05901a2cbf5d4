package io.tarn.measure;

import java.util.List;
import java.util.function.ToLongFunction;

/** How a value spreads over tasks. */
final class Spread {
    private final long[] sorted;

    private Spread(long[] sorted) {
        this.sorted = sorted;
    }

    static Spread of(List<TaskRow> tasks, ToLongFunction<TaskRow> value) {
        return new Spread(tasks.stream().mapToLong(value).sorted().toArray());
    }

    /** The value below which that share (0 to 1) of the tasks lies, chosen as in Spark's UI; 0 without tasks. */
    long at(double share) {
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    }

    long max() {
        return at(1);
    }

    long sum() {
        long sum = 0;
        for (long value : sorted) {
            sum += value;
        }
        return sum;
    }
}
