package io.tarn.measure;

import java.util.List;
import java.util.Map;

/**
 * A row of {@code stats/stages}: one attempt of a Spark stage. Times and sizes are sums over its successful tasks;
 * peak memory is the largest task's.
 *
 * @param tasks successful tasks
 * @param failedTasks task attempts that failed
 * @param killedTasks task attempts that were killed, such as the losers of speculation
 * @param wallMillis from submission to completion
 */
public record StageRow(
        int stageId,
        int attempt,
        String name,
        int tasks,
        int failedTasks,
        int killedTasks,
        long wallMillis,
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

    public static final List<Column<StageRow>> COLUMNS = List.of(
            Column.integer("stage_id", StageRow::stageId),
            Column.integer("attempt", StageRow::attempt),
            Column.text("name", StageRow::name),
            Column.integer("tasks", StageRow::tasks),
            Column.integer("failed_tasks", StageRow::failedTasks),
            Column.integer("killed_tasks", StageRow::killedTasks),
            Column.whole("wall_millis", StageRow::wallMillis),
            Column.whole("run_millis", StageRow::runMillis),
            Column.whole("cpu_nanos", StageRow::cpuNanos),
            Column.whole("gc_millis", StageRow::gcMillis),
            Column.whole("input_bytes", StageRow::inputBytes),
            Column.whole("input_records", StageRow::inputRecords),
            Column.whole("output_bytes", StageRow::outputBytes),
            Column.whole("output_records", StageRow::outputRecords),
            Column.whole("spill_bytes", StageRow::spillBytes),
            Column.whole("peak_memory_bytes", StageRow::peakMemoryBytes),
            Column.text("failure", StageRow::failure));

    /** The row that a table stored. */
    public static StageRow of(Map<String, Object> cells) {
        return new StageRow(
                (Integer) cells.get("stage_id"),
                (Integer) cells.get("attempt"),
                (String) cells.get("name"),
                (Integer) cells.get("tasks"),
                (Integer) cells.get("failed_tasks"),
                (Integer) cells.get("killed_tasks"),
                (Long) cells.get("wall_millis"),
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
