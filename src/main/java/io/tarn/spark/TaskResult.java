package io.tarn.spark;

import io.tarn.measure.SlowImage;
import io.tarn.measure.StepStats;
import io.tarn.measure.TaskMeter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;

/**
 * What a task brings home beside the files it committed. Spark takes the result of one attempt a partition, so what is
 * summed over results counts no image twice, whatever was retried or speculated.
 */
final class TaskResult implements Serializable {
    private static final long serialVersionUID = 1;

    private final TaskCommitMessage commit;
    private final ArrayList<String> files;
    private final ArrayList<StepStats> steps;
    private final ArrayList<StepStats> failedSteps;
    private final ArrayList<SlowImage> slowest;
    private final long images;
    private final long rows;
    private final long errorRows;

    TaskResult(TaskCommitMessage commit, List<String> files, TaskMeter meter, long images, long rows, long errorRows) {
        this.commit = commit;
        this.files = new ArrayList<>(files); // Kryo cannot make immutable lists
        this.steps = new ArrayList<>(meter.steps());
        this.failedSteps = new ArrayList<>(meter.failedSteps());
        this.slowest = new ArrayList<>(meter.slowest());
        this.images = images;
        this.rows = rows;
        this.errorRows = errorRows;
    }

    TaskCommitMessage commit() {
        return commit;
    }

    /** The files it committed, below the output. */
    List<String> files() {
        return files;
    }

    List<StepStats> steps() {
        return steps;
    }

    /** What of these the images without a row count for. */
    List<StepStats> failedSteps() {
        return failedSteps;
    }

    /** The task's slowest images. */
    List<SlowImage> slowest() {
        return slowest;
    }

    /** Images read, failed ones included. */
    long images() {
        return images;
    }

    /** Images with a row in {@code data/}. */
    long rows() {
        return rows;
    }

    /** Rows in {@code errors/}. */
    long errorRows() {
        return errorRows;
    }
}
