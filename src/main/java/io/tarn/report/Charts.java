package io.tarn.report;

import io.tarn.measure.StepRow;
import io.tarn.measure.TaskRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The numbers behind the report's charts, as JSON; {@code report.js} draws them. Times count from the run's start. */
final class Charts {
    private Charts() {}

    static String json(RunReport report) {
        return Json.write(Map.of(
                "steps",
                        report.steps().stream()
                                .filter(StepRow::isStep)
                                .map(row -> step(row, report.imagesOf(row)))
                                .toList(),
                "lanes", lanes(report),
                "throughput", report.timeline().throughput()));
    }

    private static Map<String, Object> step(StepRow row, double images) {
        return Map.of(
                "name", row.output() == null ? row.step() : row.output() + " · " + row.step(),
                "p50", row.p50Nanos(),
                "p95", row.p95Nanos(),
                "p99", row.p99Nanos(),
                "max", row.maxNanos(),
                "bytesIn", row.bytesIn() / images,
                "bytesOut", row.bytesOut() / images);
    }

    /**
     * Tasks side by side, executor by executor: each goes to the first lane that is free when it starts. Where there are as
     * many as cores, it is the one that gets free first: the driver hears of an end after it has sent the next task.
     */
    private static List<Object> lanes(RunReport report) {
        Map<String, Integer> cores = new HashMap<>();
        report.executors().stream()
                .filter(executor -> executor.cores() != null)
                .forEach(executor -> cores.put(executor.executorId(), executor.cores()));
        Map<String, List<List<TaskRow>>> executors = new TreeMap<>();
        report.timeline()
                .longest()
                .forEach(task -> place(
                        task,
                        executors.computeIfAbsent(executor(task), name -> new ArrayList<>()),
                        cores.getOrDefault(task.executorId(), Integer.MAX_VALUE)));
        List<Object> lanes = new ArrayList<>();
        executors.forEach((executor, rows) -> {
            for (List<TaskRow> row : rows) {
                lanes.add(Map.of(
                        "executor",
                        executor,
                        "tasks",
                        row.stream()
                                .map(task -> task(task, report.timeline().start()))
                                .toList()));
            }
        });
        return lanes;
    }

    private static void place(TaskRow task, List<List<TaskRow>> lanes, int cores) {
        for (List<TaskRow> lane : lanes) {
            if (end(lane) <= task.launchMillis()) {
                lane.add(task);
                return;
            }
        }
        if (lanes.size() < cores) {
            lanes.add(new ArrayList<>(List.of(task)));
        } else {
            lanes.stream()
                    .min(Comparator.comparingLong(Charts::end))
                    .orElseThrow()
                    .add(task);
        }
    }

    private static long end(List<TaskRow> lane) {
        return lane.get(lane.size() - 1).finishMillis();
    }

    private static String executor(TaskRow task) {
        return task.executorId().equals("driver") ? "driver" : task.executorId() + " on " + task.host();
    }

    private static Map<String, Object> task(TaskRow task, long start) {
        return Map.of(
                "from",
                task.launchMillis() - start,
                "to",
                task.finishMillis() - start,
                "name",
                "task " + task.stageId() + "." + task.index(),
                "images",
                Timeline.images(task),
                "state",
                task.status().equals("ok") ? task.kind() : task.status());
    }
}
