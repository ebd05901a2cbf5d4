package io.tarn.spark;

import io.tarn.measure.Legible;
import io.tarn.measure.StageRow;
import io.tarn.measure.TaskRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.status.AppStatusUtils;
import scala.Option;

/** Keeps what Spark tells of stages and tasks while a run lasts. */
final class RunListener extends SparkListener {
    private record Key(int stage, int attempt) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return stage == other.stage ? Integer.compare(attempt, other.attempt) : Integer.compare(stage, other.stage);
        }
    }

    /** A stage of which nothing more is to come, and all attempts of its tasks. */
    record Ended(StageRow row, List<TaskRow> tasks) {}

    private final Map<Key, StageInfo> stages = new TreeMap<>();
    private final Set<Key> completed = new TreeSet<>();
    /** How many attempts are at work: losers of speculation end after their stage. */
    private final Map<Key, Integer> running = new HashMap<>();

    private final Map<Key, List<TaskRow>> tasks = new TreeMap<>();
    /** Of each stage attempt the tasks that were done: a bit each, for a long run has millions. */
    private final Map<Key, BitSet> done = new HashMap<>();

    private long runMillis;

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
        keep(event.stageInfo());
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
        keep(event.stageInfo());
        completed.add(key(event.stageInfo()));
    }

    private void keep(StageInfo stage) {
        stages.put(key(stage), stage);
    }

    private static Key key(StageInfo stage) {
        return new Key(stage.stageId(), stage.attemptNumber());
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart event) {
        running.merge(new Key(event.stageId(), event.stageAttemptId()), 1, Integer::sum);
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        TaskRow row = row(event);
        Key stage = new Key(event.stageId(), event.stageAttemptId());
        running.merge(stage, -1, Integer::sum);
        tasks.computeIfAbsent(stage, key -> new ArrayList<>()).add(row);
        runMillis += row.counts() ? row.runMillis() : 0;
    }

    private TaskRow row(SparkListenerTaskEnd event) {
        TaskInfo info = event.taskInfo();
        TaskMetrics metrics = event.taskMetrics() == null ? TaskMetrics.empty() : event.taskMetrics();
        long heap = event.taskExecutorMetrics() == null
                ? 0
                : event.taskExecutorMetrics().getMetricValue("JVMHeapMemory");
        return new TaskRow(
                event.stageId(),
                event.stageAttemptId(),
                info.index(),
                info.attemptNumber(),
                info.taskId(),
                info.speculative() ? "speculative" : info.attemptNumber() > 0 ? "retry" : "first",
                status(event),
                info.executorId(),
                info.host(),
                info.launchTime(),
                info.finishTime(),
                metrics.executorRunTime(),
                metrics.executorCpuTime(),
                metrics.jvmGCTime(),
                metrics.executorDeserializeTime(),
                schedulerDelayMillis(info, metrics),
                metrics.inputMetrics().bytesRead(),
                metrics.inputMetrics().recordsRead(),
                metrics.outputMetrics().bytesWritten(),
                metrics.outputMetrics().recordsWritten(),
                metrics.diskBytesSpilled(),
                Math.max(heap, metrics.peakExecutionMemory()),
                event.reason() instanceof TaskFailedReason reason ? Legible.firstLine(reason.toErrorString()) : null);
    }

    private String status(SparkListenerTaskEnd event) {
        if (event.taskInfo().successful()) {
            BitSet ofStage =
                    done.computeIfAbsent(new Key(event.stageId(), event.stageAttemptId()), stage -> new BitSet());
            boolean before = ofStage.get(event.taskInfo().index());
            ofStage.set(event.taskInfo().index());
            return before ? "duplicate" : "ok";
        }
        return event.reason() instanceof TaskKilled ? "killed" : "failed";
    }

    private static long schedulerDelayMillis(TaskInfo info, TaskMetrics metrics) {
        return AppStatusUtils.schedulerDelay(
                info.launchTime(),
                info.gettingResultTime(),
                info.duration(),
                metrics.executorDeserializeTime(),
                metrics.resultSerializationTime(),
                metrics.executorRunTime());
    }

    /** A row for each task attempt so far, but for those of stages that were taken. */
    synchronized List<TaskRow> tasks() {
        return tasks.values().stream().flatMap(List::stream).toList();
    }

    /** How long the tasks ran so far that count, all together. */
    synchronized long runMillis() {
        return runMillis;
    }

    /** A row for each stage attempt so far, but for those that were taken, of a run that has so many cores. */
    synchronized List<StageRow> stages(int cores) {
        return stages.keySet().stream().map(stage -> row(stage, cores)).toList();
    }

    private StageRow row(Key stage, int cores) {
        return StageRow.of(attempt(stages.get(stage)), cores, tasks.getOrDefault(stage, List.of()));
    }

    /** Tells of the stages that ended, and of each once: a long run has too many tasks to keep them. */
    synchronized List<Ended> takeEnded(int cores) {
        List<Ended> ended = new ArrayList<>();
        for (Key stage : List.copyOf(completed)) {
            if (running.getOrDefault(stage, 0) == 0) {
                ended.add(new Ended(row(stage, cores), tasks.getOrDefault(stage, List.of())));
                completed.remove(stage);
                stages.remove(stage);
                tasks.remove(stage);
                running.remove(stage);
                done.remove(stage);
            }
        }
        return ended;
    }

    private static StageRow.Attempt attempt(StageInfo stage) {
        return new StageRow.Attempt(
                stage.stageId(),
                stage.attemptNumber(),
                stage.name(),
                wallMillis(stage),
                stage.failureReason().isDefined()
                        ? Legible.firstLine(stage.failureReason().get())
                        : null);
    }

    private static long wallMillis(StageInfo stage) {
        Option<Object> start = stage.submissionTime();
        Option<Object> end = stage.completionTime();
        return start.isDefined() && end.isDefined() ? (Long) end.get() - (Long) start.get() : 0;
    }
}
