package io.tarn.measure;

import java.util.List;
import java.util.Map;

/**
 * A row of {@code stats/tasks}: one attempt of a Spark task.
 *
 * @param index the task's place in its stage, the same for all its attempts
 * @param kind {@code first}, {@code retry} or {@code speculative}
 * @param status {@code ok}, {@code failed} or {@code killed}
 * @param launchMillis when the driver sent it, since 1970
 * @param finishMillis when the driver had its result, since 1970
 * @param runMillis the time in the executor's thread
 * @param failure what it failed of, or null
 */
public record TaskRow(
        int stageId,
        int stageAttempt,
        int index,
        int attempt,
        long taskId,
        String kind,
        String status,
        String executorId,
        String host,
        long launchMillis,
        long finishMillis,
        long runMillis,
        long cpuNanos,
        long gcMillis,
        long inputBytes,
        long inputRecords,
        long outputBytes,
        long outputRecords,
        long spillBytes,
        long peakMemoryBytes,
        String failure) {

    public static final List<Column<TaskRow>> COLUMNS = List.of(
            Column.integer("stage_id", TaskRow::stageId),
            Column.integer("stage_attempt", TaskRow::stageAttempt),
            Column.integer("index", TaskRow::index),
            Column.integer("attempt", TaskRow::attempt),
            Column.whole("task_id", TaskRow::taskId),
            Column.text("kind", TaskRow::kind),
            Column.text("status", TaskRow::status),
            Column.text("executor_id", TaskRow::executorId),
            Column.text("host", TaskRow::host),
            Column.whole("launch_millis", TaskRow::launchMillis),
            Column.whole("finish_millis", TaskRow::finishMillis),
            Column.whole("run_millis", TaskRow::runMillis),
            Column.whole("cpu_nanos", TaskRow::cpuNanos),
            Column.whole("gc_millis", TaskRow::gcMillis),
            Column.whole("input_bytes", TaskRow::inputBytes),
            Column.whole("input_records", TaskRow::inputRecords),
            Column.whole("output_bytes", TaskRow::outputBytes),
            Column.whole("output_records", TaskRow::outputRecords),
            Column.whole("spill_bytes", TaskRow::spillBytes),
            Column.whole("peak_memory_bytes", TaskRow::peakMemoryBytes),
            Column.text("failure", TaskRow::failure));

    /** The row that a table stored. */
    public static TaskRow of(Map<String, Object> cells) {
        return new TaskRow(
                (Integer) cells.get("stage_id"),
                (Integer) cells.get("stage_attempt"),
                (Integer) cells.get("index"),
                (Integer) cells.get("attempt"),
                (Long) cells.get("task_id"),
                (String) cells.get("kind"),
                (String) cells.get("status"),
                (String) cells.get("executor_id"),
                (String) cells.get("host"),
                (Long) cells.get("launch_millis"),
                (Long) cells.get("finish_millis"),
                (Long) cells.get("run_millis"),
                (Long) cells.get("cpu_nanos"),
                (Long) cells.get("gc_millis"),
                (Long) cells.get("input_bytes"),
                (Long) cells.get("input_records"),
                (Long) cells.get("output_bytes"),
                (Long) cells.get("output_records"),
                (Long) cells.get("spill_bytes"),
                (Long) cells.get("peak_memory_bytes"),
                (String) cells.get("failure"));
    }
}
