package io.tarn.spark;

import io.tarn.measure.StageRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;

/** Sums what Spark tells of each stage attempt. A partition counts once, with the first attempt that succeeded. */
final class RunListener extends SparkListener {
    private final Map<List<Integer>, Tally> tallies = new TreeMap<>((a, b) -> {
        int byStage = Integer.compare(a.get(0), b.get(0));
        return byStage != 0 ? byStage : Integer.compare(a.get(1), b.get(1));
    });

    /** One stage attempt. */
    private static final class Tally {
        StageInfo info;
        final Set<Integer> done = new HashSet<>();
        final Map<String, Integer> failures = new HashMap<>();
        int failed;
        int killed;
        long runMillis;
        long cpuNanos;
        long gcMillis;
        long inputBytes;
        long inputRecords;
        long outputBytes;
        long outputRecords;
        long spillBytes;
        long peakMemoryBytes;
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
        tally(event.stageInfo().stageId(), event.stageInfo().attemptNumber()).info = event.stageInfo();
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
        tally(event.stageInfo().stageId(), event.stageInfo().attemptNumber()).info = event.stageInfo();
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        Tally tally = tally(event.stageId(), event.stageAttemptId());
        TaskEndReason reason = event.reason();
        if (event.taskInfo().successful()) {
            if (tally.done.add(event.taskInfo().index())) {
                add(tally, event.taskMetrics());
            }
        } else if (reason instanceof TaskKilled) {
            tally.killed++;
        } else {
            tally.failed++;
            if (reason instanceof TaskFailedReason failure) {
                tally.failures.merge(firstLine(failure.toErrorString()), 1, Integer::sum);
            }
        }
        ExecutorMetrics peaks = event.taskExecutorMetrics();
        if (peaks != null) {
            tally.peakMemoryBytes = Math.max(tally.peakMemoryBytes, peaks.getMetricValue("JVMHeapMemory"));
        }
    }

    /** A row for each stage attempt so far. */
    synchronized List<StageRow> rows() {
        List<StageRow> rows = new ArrayList<>();
        for (Tally tally : tallies.values()) {
            if (tally.info != null) {
                rows.add(row(tally));
            }
        }
        return rows;
    }

    private static StageRow row(Tally tally) {
        StageInfo info = tally.info;
        long wallMillis = info.submissionTime().isDefined() && info.completionTime().isDefined()
                ? (Long) info.completionTime().get() - (Long) info.submissionTime().get()
                : 0;
        String topFailure = tally.failures.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
        return new StageRow(
                info.stageId(),
                info.attemptNumber(),
                info.name(),
                tally.done.size(),
                tally.failed,
                tally.killed,
                wallMillis,
                tally.runMillis,
                tally.cpuNanos,
                tally.gcMillis,
                tally.inputBytes,
                tally.inputRecords,
                tally.outputBytes,
                tally.outputRecords,
                tally.spillBytes,
                tally.peakMemoryBytes,
                info.failureReason().isDefined() ? firstLine(info.failureReason().get()) : topFailure);
    }

    private static void add(Tally tally, TaskMetrics metrics) {
        tally.runMillis += metrics.executorRunTime();
        tally.cpuNanos += metrics.executorCpuTime();
        tally.gcMillis += metrics.jvmGCTime();
        tally.inputBytes += metrics.inputMetrics().bytesRead();
        tally.inputRecords += metrics.inputMetrics().recordsRead();
        tally.outputBytes += metrics.outputMetrics().bytesWritten();
        tally.outputRecords += metrics.outputMetrics().recordsWritten();
        tally.spillBytes += metrics.diskBytesSpilled();
        tally.peakMemoryBytes = Math.max(tally.peakMemoryBytes, metrics.peakExecutionMemory());
    }

    private Tally tally(int stageId, int attempt) {
        return tallies.computeIfAbsent(List.of(stageId, attempt), key -> new Tally());
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
