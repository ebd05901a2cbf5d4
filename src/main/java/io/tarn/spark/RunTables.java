package io.tarn.spark;

import io.tarn.measure.Column;
import io.tarn.measure.ExecutorRow;
import io.tarn.measure.SlowImage;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import io.tarn.measure.TaskRow;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final Logger LOG = LoggerFactory.getLogger(RunTables.class);

    private final JavaSparkContext spark;
    private final OutputFolder folder;
    private final int cores;
    private final RunListener listener = new RunListener();

    RunTables(JavaSparkContext spark, OutputFolder folder) {
        this.spark = spark;
        this.folder = folder;
        this.cores = spark.defaultParallelism(); // which Spark does not tell any more when it was stopped
        spark.sc().listenerBus().addToQueue(listener, "tarn"); // where no other listener holds it up
    }

    /** Waits until Spark has told of every task so far, though not for long where others do not listen. */
    void settle() {
        try {
            spark.sc().listenerBus().waitUntilEmpty();
        } catch (TimeoutException busy) {
            LOG.warn("a listener of Spark's, such as its event log, lags behind; the run goes on");
        }
    }

    List<StageRow> stages() {
        return listener.stages(cores);
    }

    /** How long the tasks ran that count, all together, since Spark started. */
    long runMillis() {
        return listener.runMillis();
    }

    void write(List<StepRow> steps, List<SlowImage> slowest) throws IOException {
        List<ExecutorRow> executors = ExecutorRow.of(listener.tasks(), coresOfExecutors());
        write(folder, spark.hadoopConfiguration(), stages(), listener.tasks(), executors);
        write(folder, spark.hadoopConfiguration(), OutputFolder.STEPS, StepRow.COLUMNS, steps);
        write(folder, spark.hadoopConfiguration(), OutputFolder.SLOWEST, SlowImage.COLUMNS, slowest);
    }

    /** Writes what an event log tells, and what the shards do, of a run whose driver could not. */
    static void write(OutputFolder folder, Configuration conf, EventLog log, RunTotals totals) throws IOException {
        write(folder, conf, log.stages(), log.tasks(), log.executors());
        write(folder, conf, OutputFolder.STEPS, StepRow.COLUMNS, totals.steps());
        write(folder, conf, OutputFolder.SLOWEST, SlowImage.COLUMNS, totals.slowest());
    }

    private static void write(
            OutputFolder folder,
            Configuration conf,
            List<StageRow> stages,
            List<TaskRow> tasks,
            List<ExecutorRow> executors)
            throws IOException {
        write(folder, conf, OutputFolder.STAGES, StageRow.COLUMNS, stages);
        write(folder, conf, OutputFolder.TASKS, TaskRow.COLUMNS, tasks);
        write(folder, conf, OutputFolder.EXECUTORS, ExecutorRow.COLUMNS, executors);
    }

    private static <R> void write(
            OutputFolder folder, Configuration conf, String table, List<Column<R>> columns, List<R> rows)
            throws IOException {
        Path file = folder.path(table + "/part-00000.zstd.parquet");
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
    public void close() {
        spark.sc().removeSparkListener(listener);
    }
}
