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
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.jdk.javaapi.CollectionConverters;

/** Watches Spark while a run lasts, and writes {@code stats/}. */
final class RunTables implements AutoCloseable {
    private final JavaSparkContext spark;
    private final OutputFolder folder;
    private final RunListener listener = new RunListener();

    RunTables(JavaSparkContext spark, OutputFolder folder) {
        this.spark = spark;
        this.folder = folder;
        spark.sc().addSparkListener(listener);
    }

    /** Waits until Spark has told of every task so far. */
    void settle() {
        try {
            spark.sc().listenerBus().waitUntilEmpty();
        } catch (TimeoutException busy) {
            throw new IllegalStateException("Spark's listener bus did not settle", busy);
        }
    }

    List<StageRow> stages() {
        return listener.stages(spark.defaultParallelism());
    }

    /** How long the tasks ran that count, all together, since Spark started. */
    long runMillis() {
        return listener.tasks().stream()
                .filter(TaskRow::counts)
                .mapToLong(TaskRow::runMillis)
                .sum();
    }

    void write(List<StepRow> steps, List<SlowImage> slowest) throws IOException {
        write(OutputFolder.STAGES, StageRow.COLUMNS, stages());
        write(OutputFolder.TASKS, TaskRow.COLUMNS, listener.tasks());
        write(OutputFolder.EXECUTORS, ExecutorRow.COLUMNS, ExecutorRow.of(listener.tasks(), coresOfExecutors()));
        write(OutputFolder.STEPS, StepRow.COLUMNS, steps);
        write(OutputFolder.SLOWEST, SlowImage.COLUMNS, slowest);
    }

    private <R> void write(String table, List<Column<R>> columns, List<R> rows) throws IOException {
        Path file = folder.path(table + "/part-00000.zstd.parquet");
        try (ParquetWriter<R> writer = Tables.columns(columns, file, spark.hadoopConfiguration())) {
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
