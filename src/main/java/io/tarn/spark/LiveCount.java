package io.tarn.spark;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/** Counts images while tasks run: what finished tasks read, and what heartbeats tell of running ones. */
final class LiveCount extends SparkListener {
    private static final String RECORDS_READ = "internal.metrics.input.recordsRead";

    private final Progress progress;
    private final Map<Long, Long> running = new HashMap<>();
    private final Set<String> donePartitions = new HashSet<>();
    private long finished;
    private long told;

    LiveCount(Progress progress) {
        this.progress = progress;
    }

    /** Before the first task: so many images were done earlier, of so many, or of a number that nobody knows. */
    synchronized void start(long done, long images) {
        finished = done;
        progress.start(done, images);
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        running.remove(event.taskInfo().taskId());
        if (event.taskInfo().successful()
                && donePartitions.add(event.stageId() + "." + event.taskInfo().index())) {
            finished += event.taskMetrics().inputMetrics().recordsRead();
        }
        tell();
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
        for (var task : CollectionConverters.asJava(event.accumUpdates())) {
            for (AccumulableInfo info : CollectionConverters.asJava(task._4())) {
                if (info.name().contains(RECORDS_READ) && info.update().isDefined()) {
                    running.put((Long) task._1(), ((Number) info.update().get()).longValue());
                }
            }
        }
        tell();
    }

    private void tell() {
        long now =
                finished + running.values().stream().mapToLong(Long::longValue).sum();
        if (now > told) {
            told = now;
            progress.done(now);
        }
    }
}
