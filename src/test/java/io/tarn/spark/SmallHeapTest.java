package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.tensor.DType;
import io.tarn.tensor.Npy;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of 4 MB and more, of which a file has more than fit the heap, written and read by two tasks at a time. */
class SmallHeapTest {
    private static final int ARRAYS = 160;

    @TempDir
    Path folder;

    /** Runs a job and reads its output with Spark. */
    static final class Run {
        public static void main(String[] args) throws IOException {
            try (LocalRuns runs = new LocalRuns()) {
                RunResult result = runs.run(Path.of(args[0]));
                System.out.println(result.images() + " " + result.failed());
                SparkSession spark = SparkSession.builder().getOrCreate();
                System.out.println(spark.read()
                        .parquet(args[1])
                        .selectExpr(args[2])
                        .first()
                        .get(0));
            }
        }
    }

    @Test
    void rowGroupsOfTensorsFitIntoASmallHeap() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        Random random = new Random(1);
        float[] values = new float[1 << 20];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        Tensor tensor = Tensor.over(DType.FLOAT32, Shape.of(1, 1024, 1024), values);
        for (int i = 0; i < ARRAYS; i++) { // 640 MB
            values[i] = i;
            Files.write(in.resolve("%03d.npy".formatted(i)), Npy.write(tensor));
        }

        assertThat(run(
                        "600m",
                        "write",
                        "input: {format: npy, path: " + in + "}\noutputs: {all: []}",
                        "sum(length(all.data))"))
                .containsExactly(ARRAYS + " 0", String.valueOf(ARRAYS * 4L << 20));
        String again = "input: {format: parquet, path: " + folder + "/write/data, holds: tensors, id: id}\n"
                + "outputs: {mean: global_avg_pool}";
        assertThat(run("600m", "read", again, "count(DISTINCT mean.data)"))
                .containsExactly(ARRAYS + " 0", String.valueOf(ARRAYS));
    }

    @Test
    void listsOfElementsToo() throws Exception {
        String job = "input: {format: images, path: jobs/tutorial/photos}\n"
                + "steps: [{resize: {size: [700, 700]}}, to_tensor]\noutputs: {all: []}";

        assertThat(run("600m", "lists", job, "sum(size(all))"))
                .containsExactly("12 0", String.valueOf(12 * 3 * 700 * 700));
    }

    private List<String> run(String heap, String name, String job, String sum)
            throws IOException, InterruptedException {
        String layout = name.equals("lists") ? "tensor" : "bytes";
        Path file = Files.writeString(
                folder.resolve(name + ".yaml"),
                job + "\noutput: {path: " + folder.resolve(name) + ", layout: " + layout + "}\n");
        Path out = folder.resolve(name + ".out");
        Path err = folder.resolve(name + ".err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "@conf/jvm.options",
                        "-Dlog4j2.configurationFile="
                                + Path.of("src/test/resources/log4j2-test.properties")
                                        .toAbsolutePath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Run.class.getName(),
                        file.toString(),
                        folder.resolve(name) + "/data",
                        sum)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(err)).isZero();
        return Files.readAllLines(out);
    }
}
