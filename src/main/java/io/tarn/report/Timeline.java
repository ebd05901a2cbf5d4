package io.tarn.report;

import io.tarn.measure.ExecutorRow;
import io.tarn.measure.TaskRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** What the report draws of tasks. They are added one by one, for a long run has more than fit the memory. */
public final class Timeline {
    private static final int MAX_TASKS = 3000;
    private static final int BINS = 60;

    private final long start;
    private final double binMillis;
    private final double[] images = new double[BINS];
    private final PriorityQueue<TaskRow> longest = new PriorityQueue<>(Comparator.comparingLong(Timeline::millis));

    /** @param executors that all the tasks ran on, from the first to the last */
    public Timeline(List<ExecutorRow> executors) {
        start = executors.stream()
                .mapToLong(ExecutorRow::firstLaunchMillis)
                .min()
                .orElse(0);
        long end = executors.stream()
                .mapToLong(ExecutorRow::lastFinishMillis)
                .max()
                .orElse(0);
        binMillis = Math.max(1, (end - start) / (double) BINS);
    }

    public void add(TaskRow task) {
        longest.add(task);
        if (longest.size() > MAX_TASKS) {
            longest.remove();
        }
        if (task.counts()) {
            spread(task);
        }
    }

    /** A task's images are spread evenly over its duration. */
    private void spread(TaskRow task) {
        double from = task.launchMillis() - start;
        double to = Math.max(task.finishMillis() - start, from + 1);
        for (int bin = (int) (from / binMillis); bin < BINS && bin * binMillis < to; bin++) {
            double overlap = Math.min(to, (bin + 1) * binMillis) - Math.max(from, bin * binMillis);
            images[bin] += images(task) * overlap / (to - from);
        }
    }

    boolean isEmpty() {
        return longest.isEmpty();
    }

    /** When the first task was sent. */
    long start() {
        return start;
    }

    /** As many of the longest tasks as can be drawn, in the order of their starts. */
    List<TaskRow> longest() {
        return longest.stream()
                .sorted(Comparator.comparingLong(TaskRow::launchMillis)
                        .thenComparing(
                                Comparator.comparingLong(Timeline::millis).reversed()))
                .toList();
    }

    /** Images a second over time. */
    List<Map<String, Object>> throughput() {
        if (Arrays.stream(images).sum() == 0) {
            return List.of();
        }
        List<Map<String, Object>> points = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            points.add(Map.of("millis", (bin + 0.5) * binMillis, "rate", images[bin] * 1000 / binMillis));
        }
        return points;
    }

    static long images(TaskRow task) {
        return task.outputRecords() > 0 ? task.outputRecords() : task.inputRecords();
    }

    private static long millis(TaskRow task) {
        return task.finishMillis() - task.launchMillis();
    }
}
