package io.tarn.measure;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A row of {@code stats/executors}: one executor, as long as it worked for the run. */
public record ExecutorRow(
        @Meaning("the executor; `driver` in local mode") String executorId,
        @Meaning("its host") String host,

        @Meaning("its cores, or null where Spark does not tell")
        Integer cores,

        @Meaning("tasks that it did and that count") int tasks,
        @Meaning("attempts that failed on it") int failedTasks,
        @Meaning("attempts that were killed on it") int killedTasks,

        @Meaning("run time of all its attempts, those that do not count included")
        long runMillis,

        @Meaning("CPU time of all its attempts") long cpuNanos,

        @Meaning("garbage collection during all its attempts")
        long gcMillis,

        @Meaning("images of the tasks that count") long images,
        @Meaning("bytes read by the tasks that count") long inputBytes,
        @Meaning("bytes written by the tasks that count") long outputBytes,

        @Meaning("the largest `peak_memory_bytes` of its attempts")
        long peakMemoryBytes,

        @Meaning("when its first attempt was sent, since 1970")
        long firstLaunchMillis,

        @Meaning("when its last attempt was over, since 1970")
        long lastFinishMillis) {

    public static final List<Column<ExecutorRow>> COLUMNS = Rows.columns(ExecutorRow.class);

    /**
     * A row for each executor that had a task.
     *
     * @param cores of the executors of which they are known
     */
    public static List<ExecutorRow> of(List<TaskRow> tasks, Map<String, Integer> cores) {
        Map<String, List<TaskRow>> byExecutor =
                tasks.stream().collect(Collectors.groupingBy(TaskRow::executorId, TreeMap::new, Collectors.toList()));
        return byExecutor.values().stream()
                .map(own -> row(own, cores.get(own.get(0).executorId())))
                .toList();
    }

    /** The same executor, with what it did earlier or later. */
    public ExecutorRow plus(ExecutorRow other) {
        return new ExecutorRow(
                executorId,
                host,
                cores,
                tasks + other.tasks,
                failedTasks + other.failedTasks,
                killedTasks + other.killedTasks,
                runMillis + other.runMillis,
                cpuNanos + other.cpuNanos,
                gcMillis + other.gcMillis,
                images + other.images,
                inputBytes + other.inputBytes,
                outputBytes + other.outputBytes,
                Math.max(peakMemoryBytes, other.peakMemoryBytes),
                Math.min(firstLaunchMillis, other.firstLaunchMillis),
                Math.max(lastFinishMillis, other.lastFinishMillis));
    }

    private static ExecutorRow row(List<TaskRow> all, Integer cores) {
        List<TaskRow> counted = all.stream().filter(TaskRow::counts).toList();
        return new ExecutorRow(
                all.get(0).executorId(),
                all.get(0).host(),
                cores,
                counted.size(),
                count(all, "failed"),
                count(all, "killed"),
                Spread.of(all, TaskRow::runMillis).sum(),
                Spread.of(all, TaskRow::cpuNanos).sum(),
                Spread.of(all, TaskRow::gcMillis).sum(),
                Spread.of(counted, TaskRow::inputRecords).sum(),
                Spread.of(counted, TaskRow::inputBytes).sum(),
                Spread.of(counted, TaskRow::outputBytes).sum(),
                Spread.of(all, TaskRow::peakMemoryBytes).max(),
                Spread.of(all, TaskRow::launchMillis).at(0),
                Spread.of(all, TaskRow::finishMillis).max());
    }

    private static int count(List<TaskRow> tasks, String status) {
        return (int) tasks.stream().filter(task -> task.status().equals(status)).count();
    }
}
