package io.tarn.measure;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A row of {@code stats/stages}: one attempt of a Spark stage. What is not said to be otherwise is of the tasks that
 * count: for each task the one attempt whose result was taken.
 */
public record StageRow(
        @Meaning("Spark's number of the stage") int stageId,
        @Meaning("the attempt, from 0") int attempt,
        @Meaning("what Spark's UI calls it") String name,
        @Meaning("tasks that were done") int tasks,
        @Meaning("attempts of tasks that failed") int failedTasks,

        @Meaning("attempts that were killed, such as the losers of speculation")
        int killedTasks,

        @Meaning("attempts that were started because another was slow")
        int speculativeTasks,

        @Meaning("attempts that were started because another had failed")
        int retriedTasks,

        @Meaning("run time of the attempts that do not count: failed, killed, or beaten by another")
        long uncountedRunMillis,

        @Meaning("from submission to completion") long wallMillis,

        @Meaning("run time of all attempts, as a share of what the cores had during the stage")
        double coreShare,

        @Meaning("run time, the sum") long runMillis,
        @Meaning("run time of the fastest task") long runP0Millis,
        @Meaning("run time, the median") long runP50Millis,
        @Meaning("run time, the 75th percentile") long runP75Millis,
        @Meaning("run time, the 95th percentile") long runP95Millis,
        @Meaning("run time of the slowest task") long runMaxMillis,
        @Meaning("skew: slowest divided by median run time") double skewRatio,
        @Meaning("skew: slowest less median run time") long skewMillis,
        @Meaning("CPU time, the sum") long cpuNanos,

        @Meaning("CPU time as a share of run time; the rest is waiting")
        double cpuShare,

        @Meaning("garbage collection, the sum") long gcMillis,

        @Meaning("garbage collection as a share of run time")
        double gcShare,

        @Meaning("making the tasks from their bytes, the sum")
        long deserializeMillis,

        @Meaning("scheduler delay as Spark's UI tells it, the sum")
        long schedulerDelayMillis,

        @Meaning("bytes read, the sum") long inputBytes,
        @Meaning("bytes read by a task, the median") long inputP50Bytes,
        @Meaning("bytes read by a task, the most") long inputMaxBytes,
        @Meaning("images read, the sum") long inputRecords,
        @Meaning("images read by a task, the median") long inputP50Records,
        @Meaning("images read by a task, the most") long inputMaxRecords,
        @Meaning("bytes of the files written, the sum") long outputBytes,
        @Meaning("bytes written by a task, the median") long outputP50Bytes,
        @Meaning("bytes written by a task, the most") long outputMaxBytes,
        @Meaning("rows written to `data/`, the sum") long outputRecords,
        @Meaning("rows written by a task, the median") long outputP50Records,
        @Meaning("rows written by a task, the most") long outputMaxRecords,
        @Meaning("bytes spilt to disk, the sum") long spillBytes,

        @Meaning("the largest `peak_memory_bytes` of all attempts")
        long peakMemoryBytes,

        @Meaning("why the stage failed, else the commonest failure of its tasks, or null")
        String failure) {

    public static final List<Column<StageRow>> COLUMNS = Rows.columns(StageRow.class);

    /** What Spark says of an attempt of a stage itself; {@code failure} is null unless it failed as a whole. */
    public record Attempt(int stageId, int attempt, String name, long wallMillis, String failure) {}

    /**
     * @param cores that tasks could use at a time
     * @param tasks all attempts of the stage's tasks
     */
    public static StageRow of(Attempt stage, int cores, List<TaskRow> tasks) {
        List<TaskRow> counted = tasks.stream().filter(TaskRow::counts).toList();
        Spread run = Spread.of(counted, TaskRow::runMillis);
        Spread input = Spread.of(counted, TaskRow::inputBytes);
        Spread inputRecords = Spread.of(counted, TaskRow::inputRecords);
        Spread output = Spread.of(counted, TaskRow::outputBytes);
        Spread outputRecords = Spread.of(counted, TaskRow::outputRecords);
        long allRunMillis = Spread.of(tasks, TaskRow::runMillis).sum();
        long cpuNanos = Spread.of(counted, TaskRow::cpuNanos).sum();
        long gcMillis = Spread.of(counted, TaskRow::gcMillis).sum();
        return new StageRow(
                stage.stageId,
                stage.attempt,
                stage.name,
                counted.size(),
                count(tasks, TaskRow::status, "failed"),
                count(tasks, TaskRow::status, "killed"),
                count(tasks, TaskRow::kind, "speculative"),
                count(tasks, TaskRow::kind, "retry"),
                allRunMillis - run.sum(),
                stage.wallMillis,
                ratio(allRunMillis, (double) stage.wallMillis * cores),
                run.sum(),
                run.at(0),
                run.at(0.5),
                run.at(0.75),
                run.at(0.95),
                run.max(),
                ratio(run.max(), run.at(0.5)),
                run.max() - run.at(0.5),
                cpuNanos,
                ratio(cpuNanos / 1e6, run.sum()),
                gcMillis,
                ratio(gcMillis, run.sum()),
                Spread.of(counted, TaskRow::deserializeMillis).sum(),
                Spread.of(counted, TaskRow::schedulerDelayMillis).sum(),
                input.sum(),
                input.at(0.5),
                input.max(),
                inputRecords.sum(),
                inputRecords.at(0.5),
                inputRecords.max(),
                output.sum(),
                output.at(0.5),
                output.max(),
                outputRecords.sum(),
                outputRecords.at(0.5),
                outputRecords.max(),
                Spread.of(counted, TaskRow::spillBytes).sum(),
                Spread.of(tasks, TaskRow::peakMemoryBytes).max(),
                stage.failure == null ? commonestFailure(tasks) : stage.failure);
    }

    private static String commonestFailure(List<TaskRow> tasks) {
        return tasks.stream()
                .filter(task -> task.status().equals("failed") && task.failure() != null)
                .collect(Collectors.groupingBy(TaskRow::failure, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static int count(List<TaskRow> tasks, Function<TaskRow, String> column, String value) {
        return (int)
                tasks.stream().filter(task -> column.apply(task).equals(value)).count();
    }

    private static double ratio(double part, double whole) {
        return whole > 0 ? part / whole : 0;
    }
}
