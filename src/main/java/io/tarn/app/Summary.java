package io.tarn.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tarn.measure.Column;
import io.tarn.measure.ExecutorRow;
import io.tarn.measure.Rows;
import io.tarn.measure.SlowImage;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import io.tarn.spark.StoredRun;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code --summary-json} writes: job.json, failures by class, and the statistics with the tables' column names. */
final class Summary {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Summary() {}

    static String json(StoredRun run) throws IOException {
        Map<String, Object> summary = new LinkedHashMap<>(run.job());
        summary.put("failures", run.failureCounts());
        summary.put("steps", table(StepRow.COLUMNS, run.steps()));
        summary.put("slowest", table(SlowImage.COLUMNS, run.slowest()));
        summary.put("stages", table(StageRow.COLUMNS, run.stages()));
        summary.put("executors", table(ExecutorRow.COLUMNS, run.executors()));
        try {
            return JSON.writeValueAsString(summary) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static <R> List<Map<String, Object>> table(List<Column<R>> columns, List<R> rows) {
        return rows.stream().map(row -> Rows.cells(columns, row)).toList();
    }
}
