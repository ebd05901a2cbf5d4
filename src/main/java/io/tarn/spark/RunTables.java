package io.tarn.spark;

import io.tarn.measure.Column;
import io.tarn.measure.ExecutorRow;
import io.tarn.measure.SlowImage;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import io.tarn.measure.TaskRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/** Watches Spark while a run lasts, and writes {@code stats/}. */
final class RunTables implements AutoCloseable {
    static final String FILE = "/part-00000.zstd.parquet";

    private static final Logger LOG = LoggerFactory.getLogger(RunTables.class);

    private final JavaSparkContext spark;
    private final OutputFolder folder;
    private final int cores;
    private final RunListener listener = new RunListener();
    private final List<StageRow> endedStages = new ArrayList<>();
    private final Map<String, ExecutorRow> endedExecutors = new TreeMap<>();
    private final TaskRowsFile taskRows;

    RunTables(JavaSparkContext spark, OutputFolder folder) {
        this.spark = spark;
        this.folder = folder;
        this.cores = spark.defaultParallelism(); // which Spark does not tell any more when it was stopped
        this.taskRows = new TaskRowsFile(spark.getConf(), spark.hadoopConfiguration());
        spark.sc().listenerBus().addToQueue(listener, "tarn"); // where no other listener holds it up
    }

    /**
     * Waits until Spark has told of every task so far, though not for long where others do not listen, and puts those of
     * ended stages out of the memory.
     */
    void settle() throws IOException {
        try {
            spark.sc().listenerBus().waitUntilEmpty();
        } catch (TimeoutException busy) {
            LOG.warn("a listener of Spark's, such as its event log, lags behind; the run goes on");
        }
        for (RunListener.Ended stage : listener.takeEnded(cores)) {
            endedStages.add(stage.row());
            add(endedExecutors, stage.tasks());
            taskRows.add(stage.tasks());
        }
    }

    List<StageRow> stages() {
        List<StageRow> stages = new ArrayList<>(endedStages);
        stages.addAll(listener.stages(cores));
        stages.sort(Comparator.comparingInt(StageRow::stageId).thenComparingInt(StageRow::attempt));
        return stages;
    }

    private List<ExecutorRow> executors(List<TaskRow> last) {
        Map<String, ExecutorRow> executors = new TreeMap<>(endedExecutors);
        add(executors, last);
        return List.copyOf(executors.values());
    }

    private void add(Map<String, ExecutorRow> executors, List<TaskRow> tasks) {
        for (ExecutorRow row : ExecutorRow.of(tasks, coresOfExecutors())) {
            executors.merge(row.executorId(), row, (before, now) -> now.plus(before));
        }
    }

    /** How long the tasks ran that count, all together, since Spark started. */
    long runMillis() {
        return listener.runMillis();
    }

    void write(List<StepRow> steps, List<SlowImage> slowest) throws IOException {
        Configuration conf = spark.hadoopConfiguration();
        List<TaskRow> last = listener.tasks(); // of stages that have not ended
        write(folder, conf, OutputFolder.STAGES, StageRow.COLUMNS, stages());
        taskRows.writeTo(folder, last);
        write(folder, conf, OutputFolder.EXECUTORS, ExecutorRow.COLUMNS, executors(last));
        write(folder, conf, OutputFolder.STEPS, StepRow.COLUMNS, steps);
        write(folder, conf, OutputFolder.SLOWEST, SlowImage.COLUMNS, slowest);
    }

    /** Writes what an event log tells, and what the shards do, of a run whose driver could not. */
    static void write(OutputFolder folder, Configuration conf, EventLog log, RunTotals totals) throws IOException {
        write(folder, conf, OutputFolder.STAGES, StageRow.COLUMNS, log.stages());
        write(folder, conf, OutputFolder.TASKS, TaskRow.COLUMNS, log.tasks());
        write(folder, conf, OutputFolder.EXECUTORS, ExecutorRow.COLUMNS, log.executors());
        write(folder, conf, OutputFolder.STEPS, StepRow.COLUMNS, totals.steps());
        write(folder, conf, OutputFolder.SLOWEST, SlowImage.COLUMNS, totals.slowest());
    }

    private static <R> void write(
            OutputFolder folder, Configuration conf, String table, List<Column<R>> columns, List<R> rows)
            throws IOException {
        Path file = folder.path(table + FILE);
        try (ParquetWriter<R> writer = Tables.columns(columns, file, conf)) {
            for (R row : rows) {
                writer.write(row);
            }
        }
    }

    private Map<String, Integer> coresOfExecutors() {
        Map<String, Integer> cores = new HashMap<>();
        for (ExecutorSummary executor :
                CollectionConverters.asJava(spark.sc().statusStore().executorList(false))) {
            if (executor.totalCores() > 0) {
                cores.put(executor.id(), executor.totalCores());
            }
        }
        return cores;
    }

    @Override
    public void close() throws IOException {
        spark.sc().removeSparkListener(listener);
        taskRows.close();
    }
}
