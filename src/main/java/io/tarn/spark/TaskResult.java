package io.tarn.spark;

import io.tarn.measure.StepStats;
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
    private final long rows;
    private final long errorRows;

    TaskResult(TaskCommitMessage commit, List<StepStats> steps, long rows, long errorRows) {
        this.commit = commit;
        this.steps = new ArrayList<>(steps); // Kryo cannot make immutable lists
        this.rows = rows;
        this.errorRows = errorRows;
    }

    TaskCommitMessage commit() {
        return commit;
    }

    List<StepStats> steps() {
        return steps;
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
