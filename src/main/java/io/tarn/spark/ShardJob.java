package io.tarn.spark;

import io.tarn.measure.Legible;
import io.tarn.plan.Plan;
import io.tarn.spark.source.FileGroup;
import io.tarn.spark.source.Listing;
import io.tarn.spark.source.SourceColumn;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/** The Spark job that pools some entries and commits what it made. */
final class ShardJob {
    private static final DateTimeFormatter TRACKER =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
    private static final Duration TASKS_END_WITHIN = Duration.ofSeconds(10);

    private final JavaSparkContext spark;
    private final Plan plan;
    private final List<SourceColumn> columns;
    private final OutputFolder folder;
    private final RunLock lock;
    private final Shard shard;
    private final String id;
    private volatile boolean cancelled;

    /**
     * @param columns what images bring along from their source
     */
    ShardJob(
            JavaSparkContext spark,
            Plan plan,
            List<SourceColumn> columns,
            OutputFolder folder,
            RunLock lock,
            Shard shard) {
        this.columns = columns;
        this.spark = spark;
        this.plan = plan;
        this.folder = folder;
        this.lock = lock;
        this.shard = shard;
        this.id = String.format(
                Locale.ROOT,
                "s%05d-%s",
                shard.number(),
                UUID.randomUUID().toString().substring(0, 8));
    }

    /** Stands in the names of the files. */
    String id() {
        return id;
    }

    /** Has {@link #run} fail soon, or at once when it comes to it, from whatever thread; tasks end after the image at hand. */
    void cancel() {
        if (!cancelled) {
            cancelled = true;
            spark.sc().cancelJobGroupAndFutureJobs(id);
        }
    }

    boolean isCancelled() {
        return cancelled;
    }

    /**
     * Runs it.
     *
     * @param retry the only images to take, or null for all
     */
    ShardResult run(List<Listing.Entry> entries, Retry retry) throws IOException {
        List<FileGroup> groups = FileGroup.split(entries, plan.input().holds(), spark.defaultParallelism());
        Commit commit = new Commit(
                spark.getConf(), spark.hadoopConfiguration(), folder.path(), id, TRACKER.format(Instant.now()));
        commit.setUp();
        try {
            spark.setCallSite("read, pool and write " + counted(entries));
            String description = "tarn " + plan.name() + ": shard " + shard.number() + ", " + counted(entries) + " to "
                    + folder.shown();
            spark.setJobGroup(id, description, false);
            Broadcast<Retry> shared = retry == null ? null : spark.broadcast(retry); // for it may hold a million ids
            FailureCount failures = new FailureCount();
            spark.sc().register(failures, FailureCount.NAME);
            ShardResult result = run(spark.parallelize(groups, groups.size())
                    .mapPartitions(new ImageTask(plan, columns, commit, shard, shared, failures)));
            lock.requireHeld();
            commit.commit(result.commits());
            folder.requireHere(result.files());
            return result;
        } catch (Throwable failed) { // Spark's checked exceptions too, which it does not declare
            abort(commit, failed);
            throw failed;
        } finally {
            spark.clearCallSite();
            spark.clearJobGroup();
        }
    }

    private ShardResult run(JavaRDD<TaskResult> tasks) {
        ShardResult result = new ShardResult();
        spark.sc()
                .runJob(
                        tasks.rdd(),
                        (Function1<Iterator<TaskResult>, TaskResult> & Serializable) Iterator::next,
                        (partition, task) -> {
                            result.add(task);
                            return BoxedUnit.UNIT;
                        },
                        ClassTag.apply(TaskResult.class));
        return result;
    }

    /** Removes what was written, unless another run took over: Hadoop would remove what that one writes, too. */
    private void abort(Commit commit, Throwable failed) {
        try {
            awaitTasks();
            if (lock.isHeld()) {
                commit.abort();
            }
        } catch (IOException | RuntimeException unreachable) {
            failed.addSuppressed(unreachable);
        }
    }

    /** Tasks end after the image at hand, and until then may make folders anew that were removed. */
    private void awaitTasks() {
        long end = System.nanoTime() + TASKS_END_WITHIN.toNanos();
        while (System.nanoTime() < end && runsTasks()) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean runsTasks() {
        // The status tracker would say what Spark's listeners have heard so far, which is less.
        return spark.sc().taskScheduler() instanceof TaskSchedulerImpl scheduler
                && CollectionConverters.asJava(scheduler.runningTasksByExecutors()).values().stream()
                        .anyMatch(tasks -> (Integer) tasks > 0);
    }

    private static String counted(List<Listing.Entry> entries) {
        boolean images = entries.stream().allMatch(entry -> entry.images() == 1);
        return Legible.counted(entries.size(), images ? "image" : "input split");
    }
}
