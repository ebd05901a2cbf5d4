package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.plan.JobFile;
import io.tarn.tensor.DType;
import io.tarn.tensor.Npy;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tensor that fits the heap, but not once more as Parquet's writer holds it. */
class NoMemoryToWriteTest {
    @TempDir
    Path folder;

    /** Runs a job as embedded Spark does. */
    static final class Run {
        public static void main(String[] args) throws IOException {
            try (JavaSparkContext spark = new JavaSparkContext(new SparkConf(false)
                    .setMaster("local[1,4]")
                    .setAppName("test")
                    .set("spark.ui.enabled", "false"))) {
                RunResult result = LocalRuns.pool(JobFile.read(Path.of(args[0]), List.of()), spark);
                System.out.println(result.images() + " " + result.failed());
            }
        }
    }

    @Test
    void isARowWithItsReasonAndEndsNoExecutor() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        for (int i = 0; i < 9; i++) {
            Tensor tensor = Tensor.zeros(DType.UINT8, Shape.of(1, i == 4 ? 120 << 20 : 10 + i));
            Files.write(in.resolve(i + ".npy"), Npy.write(tensor));
        }
        Path job = Files.writeString(
                folder.resolve("job.yaml"),
                "input: {format: npy, path: " + in + "}\noutputs: {all: []}\nerrors: {max_rate: 0.5}\noutput: {path: "
                        + folder + "/out}\n");

        assertThat(run(job)).containsExactly("9 1");

        Path out = folder.resolve("out");
        assertThat(Sql.table(out, "errors")).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("id", "4.npy")
                .containsEntry("step", "encode")
                .containsEntry("error", "too_large")
                .containsEntry(
                        "message",
                        "there was no memory to write it, in an earlier attempt of its task; it is left out"));
        assertThat(Sql.query("SELECT id, octet_length(\"all\".data) AS bytes FROM read_parquet('" + out
                        + "/data/*.parquet') ORDER BY id"))
                .hasSize(8)
                .startsWith(Map.of("id", "0.npy", "bytes", 10L))
                .endsWith(Map.of("id", "8.npy", "bytes", 18L))
                .noneMatch(row -> row.get("id").equals("4.npy"));
        assertThat(out.resolve("_temporary")).doesNotExist();
    }

    private List<String> run(Path job) throws IOException, InterruptedException {
        Path out = folder.resolve("run.out");
        Path err = folder.resolve("run.err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx460m",
                        "@conf/jvm.options",
                        "-Dlog4j2.configurationFile="
                                + Path.of("src/test/resources/log4j2-test.properties")
                                        .toAbsolutePath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Run.class.getName(),
                        job.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(err)).isZero();
        return Files.readAllLines(out);
    }
}
