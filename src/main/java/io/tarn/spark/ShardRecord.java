package io.tarn.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tarn.measure.Rows;
import io.tarn.measure.SlowImage;
import io.tarn.measure.StepStats;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is kept of a committed shard.
 *
 * @param job stands in the names of its files
 * @param retry true where it did those images again that had failed, so that its errors replace all earlier ones
 * @param replaced how many images, failed before, it did again
 * @param runMillis how long its tasks ran, all together
 * @param slowestAgain ids of earlier records' slowest images that it did again
 * @param failedSteps what of the steps the images without a row count for, which a retry replaces
 */
record ShardRecord(
        Shard shard,
        String job,
        boolean retry,
        long replaced,
        List<String> slowestAgain,
        long images,
        long rows,
        long errorRows,
        long runMillis,
        List<StepStats> steps,
        List<StepStats> failedSteps,
        List<SlowImage> slowest) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static ShardRecord of(
            Shard shard,
            String job,
            boolean retry,
            long replaced,
            List<String> slowestAgain,
            ShardResult result,
            long runMillis) {
        return new ShardRecord(
                shard,
                job,
                retry,
                replaced,
                slowestAgain,
                result.images(),
                result.rows(),
                result.errorRows(),
                runMillis,
                result.steps(),
                result.failedSteps(),
                result.slowest());
    }

    String text() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("number", shard.number());
        values.put("first", shard.first());
        values.put("end", shard.end());
        values.put("job", job);
        values.put("retry", retry);
        values.put("replaced", replaced);
        values.put("slowest_again", slowestAgain);
        values.put("images", images);
        values.put("rows", rows);
        values.put("error_rows", errorRows);
        values.put("run_millis", runMillis);
        values.put("steps", steps.stream().map(StepStats::values).toList());
        values.put("failed_steps", failedSteps.stream().map(StepStats::values).toList());
        values.put(
                "slowest",
                slowest.stream()
                        .map(image -> Rows.cells(SlowImage.COLUMNS, image))
                        .toList());
        try {
            return JSON.writeValueAsString(values) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The record that such a text holds, or null where it is cut short, as a kill leaves it. */
    @SuppressWarnings("unchecked")
    static ShardRecord parse(String text) {
        Map<String, Object> values;
        try {
            values = JSON.readValue(text, Map.class);
        } catch (JsonProcessingException cutShort) {
            return null;
        }
        return new ShardRecord(
                new Shard((int) whole(values, "number"), (int) whole(values, "first"), (int) whole(values, "end")),
                (String) values.get("job"),
                (Boolean) values.get("retry"),
                whole(values, "replaced"),
                (List<String>) values.getOrDefault("slowest_again", List.of()),
                whole(values, "images"),
                whole(values, "rows"),
                whole(values, "error_rows"),
                whole(values, "run_millis"),
                steps(values, "steps"),
                steps(values, "failed_steps"),
                ((List<Map<String, Object>>) values.get("slowest"))
                        .stream().map(ShardRecord::slowImage).toList());
    }

    @SuppressWarnings("unchecked")
    private static List<StepStats> steps(Map<String, Object> values, String key) {
        return ((List<Map<String, Object>>) values.getOrDefault(key, List.of()))
                .stream().map(StepStats::of).toList();
    }

    private static SlowImage slowImage(Map<String, Object> cells) {
        Map<String, Object> wide = new HashMap<>(cells);
        wide.replaceAll((name, cell) -> cell instanceof Number number ? number.longValue() : cell);
        return SlowImage.of(wide);
    }

    private static long whole(Map<String, Object> values, String key) {
        return ((Number) values.get(key)).longValue();
    }
}
