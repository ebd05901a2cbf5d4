package io.tarn.spark;

import io.tarn.measure.Legible;
import io.tarn.measure.StageRow;
import io.tarn.measure.TaskRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
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

    private final Map<Key, StageInfo> stages = new TreeMap<>();
    private final List<TaskRow> tasks = new ArrayList<>();
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
    }

    private void keep(StageInfo stage) {
        stages.put(new Key(stage.stageId(), stage.attemptNumber()), stage);
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        TaskRow row = row(event);
        tasks.add(row);
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

    /** A row for each task attempt so far. */
    synchronized List<TaskRow> tasks() {
        return List.copyOf(tasks);
    }

    /** How long the tasks ran so far that count, all together. */
    synchronized long runMillis() {
        return runMillis;
    }

    /** A row for each stage attempt so far, of a run that has so many cores. */
    synchronized List<StageRow> stages(int cores) {
        Map<Key, List<TaskRow>> byStage =
                tasks.stream().collect(Collectors.groupingBy(task -> new Key(task.stageId(), task.stageAttempt())));
        return stages.entrySet().stream()
                .map(stage ->
                        StageRow.of(attempt(stage.getValue()), cores, byStage.getOrDefault(stage.getKey(), List.of())))
                .toList();
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
