package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tarn.measure.StageRow;
import io.tarn.measure.TaskRow;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.StageData;
import org.apache.spark.status.api.v1.TaskMetricDistributions;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.immutable.IndexedSeq;
import scala.jdk.javaapi.CollectionConverters;

/** The tutorial's job in local mode, its tables read by DuckDB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TutorialRunTest {
    private Path output;
    private JavaSparkContext spark;
    private RunResult result;
    private long memoryOfDecoders;

    @BeforeAll
    void run(@TempDir Path folder) throws Exception {
        output = folder.resolve("out");
        spark = new JavaSparkContext(
                new SparkConf(false).setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false"));
        long before = Pointer.totalBytes();
        result = TutorialRun.to(output, spark);
        memoryOfDecoders = Pointer.totalBytes() - before;
    }

    @AfterAll
    void stop() {
        spark.stop();
    }

    @Test
    void everyTensorHasTheBitsOfPillowAndPyTorch() throws Exception {
        JsonNode golden = new ObjectMapper()
                .readTree(new File("src/test/resources/golden/images.json"))
                .get("arrays");

        List<Map<String, Object>> rows = Sql.query("SELECT id, c.column_name AS name, c.t.dtype AS dtype, "
                + "array_to_string(c.t.shape, ',') AS shape, sha256(c.t.data) AS sha256 FROM ("
                + "SELECT id, unnest([{column_name: 'max', t: max}, {column_name: 'avg', t: avg}, "
                + "{column_name: 'adaptive', t: adaptive}]) AS c FROM read_parquet('" + output + "/data/*.parquet'))");

        assertThat(rows).hasSize(36);
        for (Map<String, Object> row : rows) {
            String name = row.get("id") + "/tutorial-" + row.get("name");
            assertThat(row.get("dtype")).as(name).isEqualTo("float32");
            assertThat(row.get("shape")).as(name).isEqualTo(row.get("name").equals("adaptive") ? "4,32,32" : "4,64,64");
            assertThat(row.get("sha256"))
                    .as(name)
                    .isEqualTo(golden.get(name).get("sha256").asText());
        }
    }

    @Test
    void tasksFreeTheMemoryOfTheirDecoders() {
        assertThat(memoryOfDecoders).isLessThan(1 << 20); // a decoder holds as much for one photograph
    }

    @Test
    void theSameRowsAreReadBackAsTensors() throws Exception {
        StoredRun stored = new StoredRun(
                OutputFolder.of(output.toString(), spark.hadoopConfiguration()), spark.hadoopConfiguration());
        JsonNode golden = new ObjectMapper()
                .readTree(new File("src/test/resources/golden/images.json"))
                .get("arrays");

        List<StoredRun.Row> rows = stored.data(5);

        assertThat(rows).hasSize(5);
        for (StoredRun.Row row : rows) {
            byte[] bytes = row.tensors().get("avg").littleEndian();
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            assertThat(sha256)
                    .isEqualTo(
                            golden.get(row.id() + "/tutorial-avg").get("sha256").asText());
        }
        assertThat(stored.failures(10)).isEmpty();
        assertThat(stored.steps()).isEqualTo(result.steps());
        assertThat(stored.stages()).isEqualTo(result.stages());
        List<TaskRow> tasks = stored.tasks();
        assertThat(tasks).hasSizeGreaterThan(1).allSatisfy(task -> assertThat(task.host())
                .as("one text for all, of which there may be millions")
                .isSameAs(tasks.get(0).host()));
    }

    @Test
    void theStepTableCountsEveryImageInEveryStep() {
        List<Map<String, Object>> steps = Sql.table(output, "stats/steps");

        assertThat(steps.stream()
                        .map(row -> row.get("step") + (row.get("output") == null ? "" : "/" + row.get("output")))
                        .toList())
                .containsExactly(
                        "read",
                        "decode",
                        "resize",
                        "grayscale",
                        "to_tensor",
                        "feature_maps",
                        "max_pool2d/max",
                        "avg_pool2d/avg",
                        "adaptive_max_pool2d/adaptive",
                        "encode",
                        "write",
                        "spark");
        for (Map<String, Object> row : steps.subList(0, steps.size() - 1)) {
            boolean perTask = row.get("step").equals("write");
            assertThat(row.get("images")).as("%s", row).isEqualTo(perTask ? 2L : 12L);
            assertThat(row.get("failed")).isEqualTo(0L);
            long total = (Long) row.get("total_nanos");
            assertThat(total).isPositive();
            assertThat((Long) row.get("mean_nanos")).isEqualTo(total / (Long) row.get("images"));
            assertThat((Long) row.get("p50_nanos")).isLessThanOrEqualTo((Long) row.get("p95_nanos"));
            assertThat((Long) row.get("p99_nanos")).isLessThanOrEqualTo((Long) row.get("max_nanos"));
        }
        Map<String, Map<String, Object>> byName =
                steps.stream().collect(Collectors.toMap(row -> (String) row.get("step"), row -> row));
        assertThat(byName.get("read").get("bytes_out")).isEqualTo(photoBytes());
        assertThat(byName.get("max_pool2d").get("bytes_in")).isEqualTo(12L * 4 * 128 * 128 * 4);
        assertThat(byName.get("max_pool2d").get("bytes_out")).isEqualTo(12L * 4 * 64 * 64 * 4);
        assertThat(byName.get("decode").get("pixels_out"))
                .isEqualTo(byName.get("resize").get("pixels_in"));
        assertThat(byName.get("max_pool2d").get("pixels_in")).isEqualTo(12L * 128 * 128);
        assertThat(byName.get("max_pool2d").get("pixels_out")).isEqualTo(12L * 64 * 64);
        assertThat(steps.stream()
                        .mapToDouble(row -> (Double) row.get("time_share"))
                        .sum())
                .isCloseTo(1, within(1e-9));
        assertThat(byName.get("decode").get("kernel")).isEqualTo("opencv");
        assertThat((String) byName.get("max_pool2d").get("kernel")).isNotEmpty();
    }

    @Test
    void theStageTableHasItsRow() {
        List<Map<String, Object>> stages = Sql.table(output, "stats/stages");

        assertThat(stages).hasSize(1);
        Map<String, Object> stage = stages.get(0);
        assertThat(stage)
                .containsEntry("tasks", 2)
                .containsEntry("failed_tasks", 0)
                .containsEntry("attempt", 0);
        assertThat(stage).containsEntry("input_records", 12L).containsEntry("output_records", 12L);
        assertThat(stage).containsEntry("input_bytes", photoBytes()).containsEntry("spill_bytes", 0L);
        assertThat((Long) stage.get("output_bytes")).isPositive();
        assertThat((Long) stage.get("run_millis")).isPositive();
        assertThat((Long) stage.get("cpu_nanos")).isPositive();
        assertThat((Long) stage.get("wall_millis")).isPositive();
    }

    @Test
    void theStageTableAgreesWithSparksOwnFigures() {
        StageRow stage = result.stages().get(0);
        TaskMetricDistributions spread = spark.sc()
                .statusStore()
                .taskSummary(stage.stageId(), stage.attempt(), new double[] {0, 0.5, 0.75, 0.95, 1})
                .get();
        StageData sparks = spark.sc()
                .statusStore()
                .stageAttempt(stage.stageId(), stage.attempt(), false, List.of(), false, new double[0])
                ._1();

        assertThat(values(spread.executorRunTime()))
                .containsExactly(
                        stage.runP0Millis(),
                        stage.runP50Millis(),
                        stage.runP75Millis(),
                        stage.runP95Millis(),
                        stage.runMaxMillis());
        assertThat(values(spread.inputMetrics().bytesRead()))
                .contains(stage.inputP50Bytes())
                .endsWith(stage.inputMaxBytes());
        assertThat(values(spread.outputMetrics().recordsWritten()))
                .contains(stage.outputP50Records())
                .endsWith(stage.outputMaxRecords());
        assertThat(stage.tasks()).isEqualTo(sparks.numCompleteTasks());
        assertThat(stage.runMillis()).isEqualTo(sparks.executorRunTime());
        assertThat(stage.cpuNanos()).isEqualTo(sparks.executorCpuTime());
        assertThat(stage.gcMillis()).isEqualTo(sparks.jvmGcTime());
        assertThat(stage.deserializeMillis()).isEqualTo(sparks.executorDeserializeTime());
        assertThat(stage.inputBytes()).isEqualTo(sparks.inputBytes());
        assertThat(stage.outputBytes()).isEqualTo(sparks.outputBytes());
    }

    private static List<Long> values(IndexedSeq<Object> quantiles) {
        return CollectionConverters.asJava(quantiles).stream()
                .map(value -> ((Double) value).longValue())
                .toList();
    }

    @Test
    void jobJsonTellsWhatRan() throws Exception {
        JsonNode job = new ObjectMapper().readTree(output.resolve("job.json").toFile());

        assertThat(job.get("state").asText()).isEqualTo("finished");
        assertThat(job.get("images").asInt()).isEqualTo(12);
        assertThat(job.get("failed").asInt()).isZero();
        assertThat(job.get("fingerprint").asText()).matches("[0-9a-f]{64}");
        assertThat(job.at("/plan/outputs/max").toString())
                .contains("max_pool2d")
                .contains("kernel_size");
        assertThat(job.at("/versions/spark").asText()).isEqualTo(spark.version());
        assertThat(job.at("/kernels/decode").asText()).isEqualTo("opencv");
    }

    @Test
    void onlyCommittedFilesLieAboutAndSuccessIsMarked() throws Exception {
        try (var files = Files.walk(output)) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> output.relativize(file).toString().replaceAll("part-[^/]*parquet", "PART"))
                    .distinct()
                    .toList();
            assertThat(names)
                    .containsExactlyInAnyOrder(
                            "data/PART",
                            "data/_SUCCESS",
                            "errors/PART",
                            "stats/executors/PART",
                            "stats/slowest/PART",
                            "stats/stages/PART",
                            "stats/steps/PART",
                            "stats/tasks/PART",
                            "job.json",
                            "_shards/listing.json.gz",
                            "_shards/00000.json");
        }
        assertThat(Sql.table(output, "errors")).isEmpty();
    }

    private static long photoBytes() {
        File[] photos = new File("jobs/tutorial/photos").listFiles();
        long bytes = 0;
        for (File photo : photos) {
            bytes += photo.length();
        }
        return bytes;
    }
}
