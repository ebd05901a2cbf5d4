package io.tarn.measure;

import java.util.List;

/** A row of {@code stats/tasks}: one attempt of a Spark task. */
public record TaskRow(
        @Meaning("the stage") int stageId,
        @Meaning("the attempt of the stage, from 0") int stageAttempt,

        @Meaning("the task's place in its stage, the same for all its attempts")
        int index,

        @Meaning("the attempt of the task, from 0") int attempt,
        @Meaning("Spark's number of this attempt") long taskId,
        @Meaning("`first`, `retry` or `speculative`") String kind,

        @Meaning("`ok`, `failed`, `killed`, or `duplicate` where another attempt's result was taken")
        String status,

        @Meaning("the executor; `driver` in local mode") String executorId,
        @Meaning("the executor's host") String host,
        @Meaning("when the driver sent it, since 1970") long launchMillis,

        @Meaning("when the driver had its result, since 1970")
        long finishMillis,

        @Meaning("time in the executor's thread") long runMillis,
        @Meaning("CPU time of that thread") long cpuNanos,
        @Meaning("the JVM's garbage collection meanwhile") long gcMillis,

        @Meaning("making the task from its bytes, before it ran")
        long deserializeMillis,

        @Meaning("time between driver and executor that is none of the task's own, as Spark's UI tells it")
        long schedulerDelayMillis,

        @Meaning("bytes read") long inputBytes,
        @Meaning("images read") long inputRecords,
        @Meaning("bytes of the files written") long outputBytes,
        @Meaning("rows written to `data/`") long outputRecords,
        @Meaning("bytes spilt to disk") long spillBytes,

        @Meaning("the most heap of its JVM, or execution memory of the task, whichever is larger")
        long peakMemoryBytes,

        @Meaning("what it failed of, or null") String failure) {

    public static final List<Column<TaskRow>> COLUMNS = Rows.columns(TaskRow.class);

    /** True for the one attempt of each task whose result was taken; sums over these count nothing twice. */
    public boolean counts() {
        return status.equals("ok");
    }
}
