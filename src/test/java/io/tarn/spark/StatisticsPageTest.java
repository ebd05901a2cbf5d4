package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.measure.Column;
import io.tarn.measure.ExecutorRow;
import io.tarn.measure.SlowImage;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import io.tarn.measure.TaskRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/statistics.md is made from the tables' columns. */
class StatisticsPageTest {
    private static final Path PAGE = Path.of("docs/statistics.md");
    private static final String COMMAND = "mvn test -Dtest=StatisticsPageTest -Dtarn.docs=write";

    @Test
    void isUpToDate() throws IOException {
        String page = page();
        if ("write".equals(System.getProperty("tarn.docs"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("%s is not what the columns say; write it anew with: %s", PAGE, COMMAND)
                .isEqualTo(page);
    }

    private static String page() {
        return """
                # Statistics

                Every run leaves these tables as Parquet in its output folder. After a run that failed, or stopped early, they tell of
                what it had committed by then; a killed driver leaves none. Anything that reads Parquet reads them:

                ```sql
                SELECT step, output, time_share, p95_nanos FROM read_parquet('OUT/stats/steps/*.parquet') ORDER BY position;
                ```

                Names end with their unit: `_millis` and `_nanos` are times, `_bytes` sizes; a `_share` lies between 0 and 1.
                Times since 1970 are UTC. Later versions may add columns; those here keep their names, kinds and meanings. Work
                that Spark did twice, because a task failed, was lost or was slow, is counted once unless a column says otherwise.
                Of an image that `--retry-failed` did again `stats/steps` counts the last time alone; its times are of both.
                This page is written by `%s`.

                """.formatted(COMMAND)
                + table(OutputFolder.STEPS, "a step of an output, or of all where they share it", StepRow.COLUMNS)
                + table(OutputFolder.SLOWEST, "one of the 20 slowest images, the slowest first", SlowImage.COLUMNS)
                + table(OutputFolder.STAGES, "an attempt of a Spark stage", StageRow.COLUMNS)
                + table(OutputFolder.TASKS, "an attempt of a Spark task", TaskRow.COLUMNS)
                + table(OutputFolder.EXECUTORS, "an executor that had a task", ExecutorRow.COLUMNS)
                + table(
                        OutputFolder.ERRORS,
                        "a failed image, or under `partial: keep` a failed output",
                        Tables.ERROR_COLUMNS)
                + """
                ## While a run lasts

                The driver's web interface (port 4040) gives Prometheus text under `/metrics/prometheus/`. tarn's metrics start with
                `metrics_tarn_driver_plugin_io_tarn_spark_LivePlugin_`: `images` (dealt with, failed ones included), `failures`,
                `read_bytes`, `pooled_bytes`, and `step_nanos_` with the name of each step, summed over all executors and about a
                second old; and with `executor_ID_` before the first four names, those of each executor of a cluster. Here, other
                than in the tables, work that Spark does twice counts twice. Each executor registers its own too, for sinks that
                push; `conf/metrics.properties` is where to name them.
                """;
    }

    private static String table(String name, String row, List<? extends Column<?>> columns) {
        StringBuilder table = new StringBuilder(
                "## `" + name + "/`\n\nA row is " + row + ".\n\n| column | kind | meaning |\n|---|---|---|\n");
        for (Column<?> column : columns) {
            table.append("| `%s` | %s | %s |\n".formatted(column.name(), kind(column), column.meaning()));
        }
        return table.append('\n').toString();
    }

    private static String kind(Column<?> column) {
        return switch (column.kind()) {
            case TEXT -> "string";
            case INT -> "int32";
            case LONG -> "int64";
            case DOUBLE -> "double";
        };
    }
}
