package io.tarn.spark;

import io.tarn.measure.SlowImage;
import io.tarn.plan.Plan;
import io.tarn.spark.source.FileGroup;
import io.tarn.spark.source.Listing;
import io.tarn.spark.source.Refused;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the work of a plan on Spark, shard by shard, and leaves the whole output folder behind. */
public final class PoolRun {
    private static final Logger LOG = LoggerFactory.getLogger(PoolRun.class);

    private final JavaSparkContext spark;
    private final Plan plan;
    private final Work work;
    private final OutputFolder folder;
    private final RunLock lock;
    private final LiveCount liveCount;
    private FailureTally failures = FailureTally.NONE;
    private long imagesNow;
    private volatile boolean interrupted;
    private volatile ShardJob current;

    public PoolRun(JavaSparkContext spark, Plan plan, Work work, OutputFolder folder, RunLock lock, Progress progress) {
        this.spark = spark;
        this.plan = plan;
        this.work = work;
        this.folder = folder;
        this.lock = lock;
        this.liveCount = new LiveCount(progress);
    }

    /** How many partitions that input is worth on so many cores. */
    public static int partitions(Listing listing, Plan plan, int cores) {
        return FileGroup.partitions(listing.entries(), plan.input().holds(), cores);
    }

    /** Has {@link #run} fail soon, from whatever thread; a commit that has begun is finished. */
    public void interrupt() {
        interrupted = true;
        ShardJob job = current;
        if (job != null) {
            job.cancel();
        }
    }

    private void requireUninterrupted() throws IOException {
        if (interrupted) {
            throw interruption();
        }
    }

    private static IOException interruption() {
        return new IOException("The run was interrupted.");
    }

    /**
     * Pools what there is to pool, and writes the tables. A run that fails leaves the shards that it committed, its
     * statistics and the reason, but no mark of success.
     */
    public RunResult run() throws IOException {
        requireUninterrupted();
        Commit.protocol(spark.getConf(), folder.path()); // before anything is touched
        spark.sc().addSparkListener(liveCount);
        long start = System.nanoTime();
        boolean resumed = work.isResumed();
        ShardLog log = work.begin();
        JobJson job = resumed
                ? JobJson.resume(folder.readText(OutputFolder.JOB), plan, spark, work.listing(), log)
                : JobJson.start(plan, spark, work.listing());
        folder.writeText(OutputFolder.JOB, job.text());
        try (RunTables tables = new RunTables(spark, folder)) {
            try {
                liveCount.start(done(log), work.images());
                String stopReason = shards(log, tables);
                if (stopReason == null && work.retry() != null) {
                    retry(log, tables);
                }
                tables.settle();
                RunResult result =
                        new RunTotals(log.records()).result(imagesNow, millisSince(start), stopReason, tables.stages());
                tables.write(result.steps(), result.slowest());
                folder.writeText(
                        OutputFolder.JOB,
                        job.ended(result, plan.errors().maxRate()).text());
                if (stopReason == null) {
                    folder.markComplete();
                }
                return result;
            } catch (Exception failure) { // Spark throws checked exceptions that it does not declare
                leaveReason(interrupted ? interruption() : failure, log, tables, job, millisSince(start));
                throw failure;
            }
        } finally {
            current = null;
            spark.sc().removeSparkListener(liveCount);
        }
    }

    private void leaveReason(Exception failure, ShardLog log, RunTables tables, JobJson job, long wallMillis) {
        try {
            lock.requireHeld();
            RunTotals totals = new RunTotals(log.records());
            folder.writeText(
                    OutputFolder.JOB,
                    job.failed(failure, totals, imagesNow, wallMillis).text());
            tables.settle();
            tables.write(totals.steps(), totals.slowest());
        } catch (IOException | RuntimeException unreachable) { // or Spark is not there any more
            failure.addSuppressed(unreachable);
        }
    }

    /** Pools shard after shard; returns why it stopped before the last, or null. */
    private String shards(ShardLog log, RunTables tables) throws IOException {
        int again = -1;
        ShardSizes sizes = new ShardSizes(plan.output(), plan.input().holds(), spark.defaultParallelism());
        ErrorLimit limit = new ErrorLimit(plan.errors().maxRate(), log.entries());
        while (!log.isComplete()) {
            Shard shard = sizes.next(log.records().size(), log.entries(), log.next());
            List<Listing.Entry> entries = log.entries().subList(shard.first(), shard.end());
            ShardJob job = job(shard);
            RunTotals before = new RunTotals(log.records());
            long bytesBefore = ErrorLimit.bytes(log.entries().subList(0, shard.first()));
            liveCount.startShard(done(log), seen -> {
                long failed = seen.failures().images();
                if (limit.isGoingWrong(failed, seen.images())
                        && limit.isExceeded(
                                before.failed() + failed,
                                before.images() + seen.images(),
                                bytesBefore + seen.bytes())) {
                    job.cancel();
                }
            });
            long start = System.nanoTime();
            try {
                pool(log, tables, job, shard, entries, null);
            } catch (Commit.Failed failed) {
                if (again == shard.number()) {
                    throw failed;
                }
                again = shard.number();
                LOG.warn("shard {} is pooled again, for its commit failed: {}", again, Refused.reason(failed));
                lock.requireHeld();
                tables.settle();
                work.tidy();
                continue;
            } catch (Exception cancelled) { // Spark's own is none that it declares
                if (!job.isCancelled() || interrupted) {
                    throw cancelled;
                }
                LiveCount.Seen seen = liveCount.shard();
                return limit.reason(
                        before.failed() + seen.failures().images(),
                        before.images() + seen.images(),
                        failures.plus(seen.failures()));
            }
            sizes.took(FileGroup.weight(entries), millisSince(start));
            failures = failures.plus(liveCount.shard().failures());
            RunTotals after = new RunTotals(log.records());
            long bytesAfter = bytesBefore + ErrorLimit.bytes(entries);
            if (!log.isComplete() && limit.isExceeded(after.failed(), after.images(), bytesAfter)) {
                return limit.reason(after.failed(), after.images(), failures);
            }
        }
        return null;
    }

    private void retry(ShardLog log, RunTables tables) throws IOException {
        Shard shard = new Shard(log.records().size(), log.next(), log.next());
        liveCount.startShard(done(log), seen -> {});
        pool(log, tables, job(shard), shard, work.retryEntries(), work.retry());
        work.tidy();
    }

    /** Images that are dealt with, less those that are done again. */
    private long done(ShardLog log) {
        RunTotals totals = new RunTotals(log.records());
        return totals.images() - (work.retry() == null ? 0 : work.retry().replaced(totals.failed()));
    }

    private ShardJob job(Shard shard) throws IOException {
        ShardJob job = new ShardJob(spark, plan, work.listing().columns(), folder, lock, shard);
        current = job; // before the question, so that whoever interrupts now finds it
        requireUninterrupted();
        return job;
    }

    private void pool(
            ShardLog log, RunTables tables, ShardJob job, Shard shard, List<Listing.Entry> entries, Retry retry)
            throws IOException {
        long runMillis = tables.runMillis();
        ShardResult result = job.run(entries, retry);
        tables.settle();
        RunTotals before = new RunTotals(log.records());
        long replaced = retry == null ? 0 : retry.replaced(before.failed());
        List<String> slowestAgain = retry == null
                ? List.of()
                : before.slowestOfShards().stream()
                        .map(SlowImage::id)
                        .filter(retry::takes)
                        .toList();
        long millis = tables.runMillis() - runMillis;
        ShardRecord record = ShardRecord.of(shard, job.id(), retry != null, replaced, slowestAgain, result, millis);
        log.add(record);
        imagesNow += record.images();
    }

    private static long millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }
}
