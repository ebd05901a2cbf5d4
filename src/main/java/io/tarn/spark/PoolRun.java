package io.tarn.spark;

import io.tarn.measure.Column;
import io.tarn.measure.ExecutorRow;
import io.tarn.measure.SlowImage;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import io.tarn.measure.StepStats;
import io.tarn.measure.TaskRow;
import io.tarn.plan.Plan;
import io.tarn.spark.source.FileGroup;
import io.tarn.spark.source.Listing;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.jdk.javaapi.CollectionConverters;

/** Runs a plan over a listing on Spark and leaves the whole output folder behind. */
public final class PoolRun {
    private static final DateTimeFormatter TRACKER =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    private final JavaSparkContext spark;
    private final Plan plan;
    private final Listing listing;
    private final OutputFolder folder;
    private final Progress progress;

    public PoolRun(JavaSparkContext spark, Plan plan, Listing listing, OutputFolder folder, Progress progress) {
        this.spark = spark;
        this.plan = plan;
        this.listing = listing;
        this.folder = folder;
        this.progress = progress;
    }

    /** How many partitions that input is worth on so many cores. */
    public static int partitions(Listing listing, int cores) {
        return FileGroup.partitions(listing.entries(), cores);
    }

    /**
     * Replaces what an earlier run left, pools every image, commits, and writes the tables. A run that fails leaves its
     * statistics and the reason, but neither rows nor a mark of success.
     */
    public RunResult run() throws IOException {
        RunListener listener = new RunListener();
        LiveCount liveCount = new LiveCount(progress);
        spark.sc().addSparkListener(listener);
        spark.sc().addSparkListener(liveCount);
        long start = System.nanoTime();
        folder.clear();
        JobJson job = JobJson.start(plan, spark, listing);
        folder.writeText(OutputFolder.JOB, job.text());
        try {
            progress.start(listing.images());
            List<TaskResult> results = pool();
            settle();
            List<StepRow> steps = steps(results, listener.tasks());
            List<SlowImage> slowest = slowest(results);
            writeStatistics(listener, steps, slowest);
            long pooled = results.stream().mapToLong(TaskResult::rows).sum();
            long images = results.stream().mapToLong(TaskResult::images).sum();
            RunResult result = new RunResult(
                    images,
                    images - pooled,
                    results.stream().mapToLong(TaskResult::errorRows).sum(),
                    millisSince(start),
                    listener.stages(spark.defaultParallelism()),
                    steps,
                    slowest);
            folder.writeText(OutputFolder.JOB, job.finished(result).text());
            folder.markComplete();
            return result;
        } catch (Exception failure) { // Spark throws checked exceptions that it does not declare
            settle();
            writeStatistics(listener, List.of(), List.of());
            folder.writeText(
                    OutputFolder.JOB, job.failed(failure, millisSince(start)).text());
            throw failure;
        } finally {
            spark.sc().removeSparkListener(listener);
            spark.sc().removeSparkListener(liveCount);
        }
    }

    private static long millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    private static List<StepRow> steps(List<TaskResult> results, List<TaskRow> tasks) {
        List<StepStats> parts =
                results.stream().flatMap(result -> result.steps().stream()).toList();
        long runMillis = tasks.stream()
                .filter(TaskRow::counts)
                .mapToLong(TaskRow::runMillis)
                .sum();
        return StepStats.rows(parts, runMillis * 1_000_000);
    }

    private static List<SlowImage> slowest(List<TaskResult> results) {
        return SlowImage.slowest(
                results.stream().flatMap(result -> result.slowest().stream()).toList());
    }

    private void writeStatistics(RunListener listener, List<StepRow> steps, List<SlowImage> slowest)
            throws IOException {
        writeTable(OutputFolder.STAGES, StageRow.COLUMNS, listener.stages(spark.defaultParallelism()));
        writeTable(OutputFolder.TASKS, TaskRow.COLUMNS, listener.tasks());
        writeTable(OutputFolder.EXECUTORS, ExecutorRow.COLUMNS, ExecutorRow.of(listener.tasks(), coresOfExecutors()));
        writeTable(OutputFolder.STEPS, StepRow.COLUMNS, steps);
        writeTable(OutputFolder.SLOWEST, SlowImage.COLUMNS, slowest);
    }

    private Map<String, Integer> coresOfExecutors() {
        Map<String, Integer> cores = new HashMap<>();
        for (ExecutorSummary executor :
                CollectionConverters.asJava(spark.sc().statusStore().executorList(false))) {
            if (executor.totalCores() > 0) {
                cores.put(executor.id(), executor.totalCores());
            }
        }
        return cores;
    }

    private List<TaskResult> pool() throws IOException {
        Configuration conf = spark.hadoopConfiguration();
        int cores = spark.defaultParallelism();
        List<FileGroup> groups = FileGroup.split(listing.entries(), FileGroup.partitions(listing.entries(), cores));
        Instant now = Instant.now();
        Commit commit = new Commit(
                spark.getConf(), conf, folder.path(), UUID.randomUUID().toString(), TRACKER.format(now));
        commit.setUp();
        boolean committed = false;
        try {
            spark.setCallSite("read, pool and write " + images());
            spark.setJobDescription("tarn " + plan.name() + ": " + images() + " to " + folder.shown());
            List<TaskResult> results = spark.parallelize(groups, groups.size())
                    .mapPartitions(new ImageTask(plan, listing.columns(), commit))
                    .collect();
            commit.commit(results.stream().map(TaskResult::commit).toList());
            committed = true;
            return results;
        } finally {
            spark.clearCallSite();
            if (!committed) {
                commit.abort();
            }
        }
    }

    private String images() {
        long images = listing.images();
        return images == Listing.UNKNOWN ? "the images of " + listing.entries().size() + " files" : images + " images";
    }

    /** Waits until the listener has heard of every task. */
    private void settle() {
        try {
            spark.sc().listenerBus().waitUntilEmpty();
        } catch (TimeoutException busy) {
            throw new IllegalStateException("Spark's listener bus did not settle", busy);
        }
    }

    private <R> void writeTable(String table, List<Column<R>> columns, List<R> rows) throws IOException {
        Path file = folder.path(table + "/part-00000.zstd.parquet");
        try (ParquetWriter<R> writer = Tables.columns(columns, file, spark.hadoopConfiguration())) {
            for (R row : rows) {
                writer.write(row);
            }
        }
    }
}
