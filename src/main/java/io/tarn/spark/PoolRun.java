package io.tarn.spark;

import io.tarn.measure.Column;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import io.tarn.measure.StepStats;
import io.tarn.measure.TaskRow;
import io.tarn.plan.Plan;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.spark.api.java.JavaSparkContext;

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
        return FileGroup.partitions(listing, cores);
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
            progress.start(listing.size());
            List<TaskResult> results = pool();
            List<StepRow> steps = steps(results);
            writeStatistics(listener, steps);
            long pooled = results.stream().mapToLong(TaskResult::rows).sum();
            RunResult result = new RunResult(
                    listing.size(),
                    listing.size() - pooled,
                    results.stream().mapToLong(TaskResult::errorRows).sum(),
                    millisSince(start),
                    listener.stages(),
                    steps);
            folder.writeText(OutputFolder.JOB, job.finished(result).text());
            folder.markComplete();
            return result;
        } catch (Exception failure) { // Spark throws checked exceptions that it does not declare
            writeStatistics(listener, List.of());
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

    private static List<StepRow> steps(List<TaskResult> results) {
        List<StepStats> parts =
                results.stream().flatMap(result -> result.steps().stream()).toList();
        return StepStats.merge(parts).stream().map(StepStats::row).toList();
    }

    private void writeStatistics(RunListener listener, List<StepRow> steps) throws IOException {
        settle();
        writeTable(OutputFolder.STAGES, StageRow.COLUMNS, listener.stages());
        writeTable(OutputFolder.TASKS, TaskRow.COLUMNS, listener.tasks());
        writeTable(OutputFolder.STEPS, StepRow.COLUMNS, steps);
    }

    private List<TaskResult> pool() throws IOException {
        Configuration conf = spark.hadoopConfiguration();
        int cores = spark.defaultParallelism();
        List<FileGroup> groups = FileGroup.split(listing, FileGroup.partitions(listing, cores));
        Instant now = Instant.now();
        Commit commit = new Commit(
                spark.getConf(), conf, folder.path(), UUID.randomUUID().toString(), TRACKER.format(now));
        commit.setUp();
        boolean committed = false;
        try {
            spark.setJobDescription("tarn " + plan.name() + ": " + listing.size() + " images to " + folder.shown());
            List<TaskResult> results = spark.parallelize(groups, groups.size())
                    .mapPartitions(new ImageTask(plan, commit))
                    .collect();
            commit.commit(results.stream().map(TaskResult::commit).toList());
            committed = true;
            return results;
        } finally {
            if (!committed) {
                commit.abort();
            }
        }
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
