package io.tarn.spark;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.executor.InputMetrics;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Counts images while tasks run: what finished tasks dealt with, and what heartbeats tell of running ones. A partition
 * counts once, whatever was retried or speculated.
 */
final class LiveCount extends SparkListener {
    private static final String RECORDS_READ = "internal.metrics.input.recordsRead";
    private static final String BYTES_READ = "internal.metrics.input.bytesRead";

    private final Progress progress;
    private final Map<Long, Attempt> running = new HashMap<>();
    private final Map<Integer, BitSet> donePartitions = new HashMap<>();
    private Consumer<Seen> watcher = seen -> {};
    private Seen shard = Seen.NOTHING;
    private long before;
    private long told;

    /**
     * What was dealt with so far.
     *
     * @param bytes read for it
     */
    record Seen(long images, long bytes, FailureTally failures) {
        static final Seen NOTHING = new Seen(0, 0, FailureTally.NONE);

        Seen plus(Seen other) {
            return new Seen(images + other.images, bytes + other.bytes, failures.plus(other.failures));
        }

        /** The same, as far as these do not tell more. */
        Seen updated(Iterable<AccumulableInfo> updates) {
            long newImages = images;
            long newBytes = bytes;
            FailureTally newFailures = failures;
            for (AccumulableInfo info : CollectionConverters.asJava(updates)) {
                if (info.name().isEmpty() || info.update().isEmpty()) {
                    continue;
                }
                switch (info.name().get()) {
                    case RECORDS_READ -> newImages = ((Number) info.update().get()).longValue();
                    case BYTES_READ -> newBytes = ((Number) info.update().get()).longValue();
                    case FailureCount.NAME ->
                        newFailures = (FailureTally) info.update().get();
                    default -> {}
                }
            }
            return new Seen(newImages, newBytes, newFailures);
        }
    }

    private record Partition(int stage, int index) {}

    private static final class Attempt {
        private final Partition partition;
        private Seen seen = Seen.NOTHING;

        Attempt(Partition partition) {
            this.partition = partition;
        }
    }

    LiveCount(Progress progress) {
        this.progress = progress;
    }

    /** Before the first task: so many images were done earlier, of so many, or of a number that nobody knows. */
    synchronized void start(long done, long images) {
        progress.start(done, images);
    }

    /** Before a shard's first task: so many images are committed, and who is told what was seen of it, again and again. */
    synchronized void startShard(long committed, Consumer<Seen> newWatcher) {
        before = committed;
        shard = Seen.NOTHING;
        watcher = newWatcher;
    }

    /** What was seen of the shard, running tasks included. */
    synchronized Seen shard() {
        Map<Partition, Seen> inFlight = new HashMap<>();
        for (Attempt attempt : running.values()) {
            if (!isDone(attempt.partition)) {
                inFlight.merge(attempt.partition, attempt.seen, (a, b) -> a.images() < b.images() ? b : a);
            }
        }
        return inFlight.values().stream().reduce(shard, Seen::plus);
    }

    private boolean isDone(Partition partition) {
        return donePartitions(partition.stage()).get(partition.index());
    }

    /** A bit for each of a stage, for a long run has millions. */
    private BitSet donePartitions(int stage) {
        return donePartitions.computeIfAbsent(stage, number -> new BitSet());
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart event) {
        running.put(
                event.taskInfo().taskId(),
                new Attempt(new Partition(event.stageId(), event.taskInfo().index())));
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        Attempt attempt = running.remove(event.taskInfo().taskId());
        if (attempt != null && event.taskInfo().successful() && !isDone(attempt.partition)) {
            donePartitions(attempt.partition.stage()).set(attempt.partition.index());
            InputMetrics input = event.taskMetrics().inputMetrics();
            FailureTally failures =
                    attempt.seen.updated(event.taskInfo().accumulables()).failures();
            shard = shard.plus(new Seen(input.recordsRead(), input.bytesRead(), failures));
        }
        tell();
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
        for (var task : CollectionConverters.asJava(event.accumUpdates())) {
            Attempt attempt = running.get((Long) task._1());
            if (attempt != null) {
                attempt.seen = attempt.seen.updated(task._4());
            }
        }
        tell();
    }

    private void tell() {
        Seen seen = shard();
        long now = before + seen.images();
        if (now > told) {
            told = now;
            progress.done(now);
        }
        watcher.accept(seen);
    }
}
