package io.tarn.spark;

import io.tarn.measure.SlowImage;
import io.tarn.measure.StepStats;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;

/** What a shard's tasks brought home, summed as they come: all results beside each other would fill a driver's heap. */
final class ShardResult {
    private final List<TaskCommitMessage> commits = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private final StepStats.Sum steps = new StepStats.Sum();
    private final StepStats.Sum failedSteps = new StepStats.Sum();
    private List<SlowImage> slowest = List.of();
    private long images;
    private long rows;
    private long errorRows;

    void add(TaskResult task) {
        commits.add(task.commit());
        files.addAll(task.files());
        steps.add(task.steps());
        failedSteps.add(task.failedSteps());
        slowest = SlowImage.slowest(
                Stream.concat(slowest.stream(), task.slowest().stream()).toList());
        images += task.images();
        rows += task.rows();
        errorRows += task.errorRows();
    }

    List<TaskCommitMessage> commits() {
        return commits;
    }

    List<String> files() {
        return files;
    }

    List<StepStats> steps() {
        return steps.stats();
    }

    List<StepStats> failedSteps() {
        return failedSteps.stats();
    }

    List<SlowImage> slowest() {
        return slowest;
    }

    long images() {
        return images;
    }

    long rows() {
        return rows;
    }

    long errorRows() {
        return errorRows;
    }
}
