package io.tarn.bench;

import com.sun.management.OperatingSystemMXBean;
import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.spark.OutputFolder;
import io.tarn.spark.PoolRun;
import io.tarn.spark.Progress;
import io.tarn.spark.RunLock;
import io.tarn.spark.Work;
import io.tarn.spark.source.Listing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The same images through a job file and through a query, both to Parquet, in turns on one local Spark. */
final class SqlRates {
    private static final String TENSOR = "to_tensor(resize(decode_image(content), 128, 128))";

    private record Chain(String name, String outputs, String columns) {}

    private static final List<Chain> CHAINS = List.of(
            new Chain(
                    "one output: max_pool2d",
                    "{max: {max_pool2d: {kernel_size: 2, stride: 2}}}",
                    "max_pool2d(" + TENSOR + ", 2, 2) AS max"),
            new Chain(
                    "three outputs: max_pool2d, avg_pool2d, adaptive_max_pool2d",
                    "{max: {max_pool2d: {kernel_size: 2, stride: 2}},"
                            + " avg: {avg_pool2d: {kernel_size: 3, stride: 2, padding: 1}},"
                            + " adaptive: {adaptive_max_pool2d: {output_size: [32, 32]}}}",
                    "max_pool2d(" + TENSOR + ", 2, 2) AS max, avg_pool2d(" + TENSOR + ", 3, 2, 1) AS avg,"
                            + " adaptive_max_pool2d(" + TENSOR + ", 32, 32) AS adaptive"));

    /** Wall and CPU time, in milliseconds an image; CPU time is the whole process's. */
    private record Spent(double wall, double cpu) {}

    private interface Run {
        void run() throws IOException;
    }

    private final SparkSession spark;
    private final Path folder;
    private final long images;
    private final Path scratch = Files.createTempDirectory("sql-rates");

    private SqlRates(SparkSession spark, Path folder) throws IOException {
        this.spark = spark;
        this.folder = folder;
        this.images = spark.read().format("binaryFile").load(folder.toString()).count();
    }

    /** Arguments: a folder of images, and how many rounds are measured (7) after two that warm up. */
    public static void main(String[] args) throws IOException {
        SparkSession spark = SparkSession.builder()
                .master("local[*]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.extensions", "io.tarn.spark.sql.TarnExtensions")
                .config("spark.sql.parquet.compression.codec", "snappy") // as a job file's
                .config("spark.sql.files.openCostInBytes", 16384)
                .config("spark.sql.files.maxPartitionBytes", 16 << 20) // as many tasks as a job file's
                .getOrCreate();
        SqlRates rates = new SqlRates(spark, Path.of(args[0]));
        for (Chain chain : CHAINS) {
            rates.measure(chain, args.length > 1 ? Integer.parseInt(args[1]) : 7);
        }
        FileUtils.deleteDirectory(rates.scratch.toFile());
        spark.stop();
    }

    private void measure(Chain chain, int rounds) throws IOException {
        System.out.println("tarn " + chain.name());
        Spent[] jobs = new Spent[rounds];
        Spent[] queries = new Spent[rounds];
        for (int round = -2; round < rounds; round++) {
            boolean jobFirst = (round & 1) == 0;
            Spent first = spent(jobFirst ? () -> job(chain) : () -> query(chain));
            Spent second = spent(jobFirst ? () -> query(chain) : () -> job(chain));
            if (round >= 0) {
                jobs[round] = jobFirst ? first : second;
                queries[round] = jobFirst ? second : first;
            }
        }
        print("job file", jobs);
        print("SQL", queries);
        double[] wall = new double[rounds];
        double[] cpu = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            wall[i] = queries[i].wall() / jobs[i].wall();
            cpu[i] = queries[i].cpu() / jobs[i].cpu();
        }
        System.out.printf("tarn   SQL / job file, round by round: wall %s, CPU %s%n", spread(wall), spread(cpu));
        System.out.printf("tarn   SQL / job file, the least CPU of all rounds: %.2f%n", least(queries) / least(jobs));
    }

    private static double least(Spent[] spent) {
        return Arrays.stream(spent).mapToDouble(Spent::cpu).min().orElseThrow();
    }

    private static void print(String what, Spent[] spent) {
        System.out.printf(
                "tarn   %-9s wall %s, CPU %s ms an image%n",
                what,
                spread(Arrays.stream(spent).mapToDouble(Spent::wall).toArray()),
                spread(Arrays.stream(spent).mapToDouble(Spent::cpu).toArray()));
    }

    private static String spread(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return "%.2f (%.2f to %.2f)".formatted(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    private Spent spent(Run run) throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        System.gc();
        long wall = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        run.run();
        double each = 1e6 * images;
        return new Spent((System.nanoTime() - wall) / each, (system.getProcessCpuTime() - cpu) / each);
    }

    private void job(Chain chain) throws IOException {
        Path output = scratch.resolve("job");
        Path job = Files.writeString(scratch.resolve("job.yaml"), """
                input: {format: images, path: %s}
                steps: [resize: {size: [128, 128]}, to_tensor]
                outputs: %s
                output: {path: %s}
                """.formatted(folder, chain.outputs(), output));
        Plan plan = JobFile.read(job, List.of());
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Configuration conf = context.hadoopConfiguration();
        OutputFolder out = OutputFolder.of(plan.output().path(), conf);
        try (RunLock lock = RunLock.take(out)) {
            Work work = Work.fresh(plan, Listing.of(plan.input().paths(), conf), out);
            new PoolRun(context, plan, work, out, lock, Progress.SILENT).run();
        }
        FileUtils.deleteDirectory(output.toFile());
    }

    private void query(Chain chain) throws IOException {
        spark.read().format("binaryFile").load(folder.toString()).createOrReplaceTempView("images");
        Path output = scratch.resolve("sql");
        spark.sql("SELECT path, " + chain.columns() + " FROM images")
                .write()
                .option("parquet.enable.dictionary", false) // as tarn writes; it costs time and wins nothing
                .parquet(output.toString());
        FileUtils.deleteDirectory(output.toFile());
    }
}
