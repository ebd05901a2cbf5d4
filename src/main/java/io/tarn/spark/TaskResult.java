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
    private final ArrayList<StepStats> steps;
    private final ArrayList<StepStats> failedSteps;
    private final ArrayList<SlowImage> slowest;
    private final long images;
    private final long rows;
    private final long errorRows;

    TaskResult(TaskCommitMessage commit, TaskMeter meter, long images, long rows, long errorRows) {
        this.commit = commit;
        this.steps = new ArrayList<>(meter.steps()); // Kryo cannot make immutable lists
        this.failedSteps = new ArrayList<>(meter.failedSteps());
        this.slowest = new ArrayList<>(meter.slowest());
        this.images = images;
        this.rows = rows;
        this.errorRows = errorRows;
    }

    TaskCommitMessage commit() {
        return commit;
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
