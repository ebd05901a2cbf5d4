package io.tarn.spark;

import io.tarn.measure.StageRow;
import io.tarn.measure.TaskRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
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
import scala.Option;

/** Keeps what Spark tells of stages and tasks while a run lasts. */
final class RunListener extends SparkListener {
    private final Map<String, StageInfo> stages = new TreeMap<>();
    private final List<TaskRow> tasks = new ArrayList<>();

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
        keep(event.stageInfo());
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
        keep(event.stageInfo());
    }

    private void keep(StageInfo stage) {
        stages.put(String.format("%09d.%09d", stage.stageId(), stage.attemptNumber()), stage);
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        TaskInfo info = event.taskInfo();
        TaskMetrics metrics = event.taskMetrics() == null ? TaskMetrics.empty() : event.taskMetrics();
        long heap = event.taskExecutorMetrics() == null
                ? 0
                : event.taskExecutorMetrics().getMetricValue("JVMHeapMemory");
        String failure = event.reason() instanceof TaskFailedReason reason ? firstLine(reason.toErrorString()) : null;
        tasks.add(new TaskRow(
                event.stageId(),
                event.stageAttemptId(),
                info.index(),
                info.attemptNumber(),
                info.taskId(),
                info.speculative() ? "speculative" : info.attemptNumber() > 0 ? "retry" : "first",
                info.successful() ? "ok" : event.reason() instanceof TaskKilled ? "killed" : "failed",
                info.executorId(),
                info.host(),
                info.launchTime(),
                info.finishTime(),
                metrics.executorRunTime(),
                metrics.executorCpuTime(),
                metrics.jvmGCTime(),
                metrics.inputMetrics().bytesRead(),
                metrics.inputMetrics().recordsRead(),
                metrics.outputMetrics().bytesWritten(),
                metrics.outputMetrics().recordsWritten(),
                metrics.diskBytesSpilled(),
                Math.max(heap, metrics.peakExecutionMemory()),
                failure));
    }

    /** A row for each task attempt so far. */
    synchronized List<TaskRow> tasks() {
        return List.copyOf(tasks);
    }

    /** A row for each stage attempt so far. */
    synchronized List<StageRow> stages() {
        return stages.values().stream().map(this::row).toList();
    }

    private StageRow row(StageInfo stage) {
        List<TaskRow> all = tasks.stream()
                .filter(task -> task.stageId() == stage.stageId() && task.stageAttempt() == stage.attemptNumber())
                .toList();
        Set<Integer> seen = new HashSet<>();
        List<TaskRow> counted = all.stream()
                .filter(task -> task.status().equals("ok") && seen.add(task.index()))
                .toList();
        return new StageRow(
                stage.stageId(),
                stage.attemptNumber(),
                stage.name(),
                counted.size(),
                count(all, "failed"),
                count(all, "killed"),
                wallMillis(stage),
                sum(counted, TaskRow::runMillis),
                sum(counted, TaskRow::cpuNanos),
                sum(counted, TaskRow::gcMillis),
                sum(counted, TaskRow::inputBytes),
                sum(counted, TaskRow::inputRecords),
                sum(counted, TaskRow::outputBytes),
                sum(counted, TaskRow::outputRecords),
                sum(counted, TaskRow::spillBytes),
                all.stream().mapToLong(TaskRow::peakMemoryBytes).max().orElse(0),
                failure(stage, all));
    }

    private static long wallMillis(StageInfo stage) {
        Option<Object> start = stage.submissionTime();
        Option<Object> end = stage.completionTime();
        return start.isDefined() && end.isDefined() ? (Long) end.get() - (Long) start.get() : 0;
    }

    private static String failure(StageInfo stage, List<TaskRow> tasks) {
        if (stage.failureReason().isDefined()) {
            return firstLine(stage.failureReason().get());
        }
        return tasks.stream()
                .filter(task -> task.status().equals("failed") && task.failure() != null)
                .collect(Collectors.groupingBy(TaskRow::failure, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static int count(List<TaskRow> tasks, String status) {
        return (int) tasks.stream().filter(task -> task.status().equals(status)).count();
    }

    private static long sum(List<TaskRow> tasks, ToLongFunction<TaskRow> value) {
        return tasks.stream().mapToLong(value).sum();
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
