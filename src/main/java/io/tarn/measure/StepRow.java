package io.tarn.measure;

import java.util.List;
import java.util.Map;

/**
 * A row of {@code stats/steps}. Times are of all calls, failed ones included; bytes of those that went well.
 *
 * @param position the step's place in the plan
 * @param output the output it belongs to, or null for a step that all outputs share
 * @param images images that passed
 * @param failed images that failed here
 * @param kernel the implementation that ran
 */
public record StepRow(
        int position,
        String step,
        String output,
        long images,
        long failed,
        long totalNanos,
        long meanNanos,
        long p50Nanos,
        long p95Nanos,
        long p99Nanos,
        long maxNanos,
        long bytesIn,
        long bytesOut,
        String kernel) {

    public static final List<Column<StepRow>> COLUMNS = List.of(
            Column.integer("position", StepRow::position),
            Column.text("step", StepRow::step),
            Column.text("output", StepRow::output),
            Column.whole("images", StepRow::images),
            Column.whole("failed", StepRow::failed),
            Column.whole("total_nanos", StepRow::totalNanos),
            Column.whole("mean_nanos", StepRow::meanNanos),
            Column.whole("p50_nanos", StepRow::p50Nanos),
            Column.whole("p95_nanos", StepRow::p95Nanos),
            Column.whole("p99_nanos", StepRow::p99Nanos),
            Column.whole("max_nanos", StepRow::maxNanos),
            Column.whole("bytes_in", StepRow::bytesIn),
            Column.whole("bytes_out", StepRow::bytesOut),
            Column.text("kernel", StepRow::kernel));

    /** The row that a table stored. */
    public static StepRow of(Map<String, Object> cells) {
        return new StepRow(
                (Integer) cells.get("position"),
                (String) cells.get("step"),
                (String) cells.get("output"),
                (Long) cells.get("images"),
                (Long) cells.get("failed"),
                (Long) cells.get("total_nanos"),
                (Long) cells.get("mean_nanos"),
                (Long) cells.get("p50_nanos"),
                (Long) cells.get("p95_nanos"),
                (Long) cells.get("p99_nanos"),
                (Long) cells.get("max_nanos"),
                (Long) cells.get("bytes_in"),
                (Long) cells.get("bytes_out"),
                (String) cells.get("kernel"));
    }
}
