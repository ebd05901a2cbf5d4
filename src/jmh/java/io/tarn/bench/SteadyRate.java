package io.tarn.bench;

import io.tarn.measure.TaskRow;
import io.tarn.spark.OutputFolder;
import io.tarn.spark.StoredRun;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Images a second of a run once it is warm, from {@code stats/tasks}: of the tasks launched after its first third. */
public final class SteadyRate {
    private static final double WARM_AFTER = 1 / 3.0;

    private SteadyRate() {}

    /** Argument: an output folder of {@code jobs/tarn run}. */
    public static void main(String[] args) throws IOException {
        Configuration conf = new Configuration();
        StoredRun run = new StoredRun(OutputFolder.of(args[0], conf), conf);
        int cores = ((Number) run.job().get("cores")).intValue();
        List<TaskRow> tasks = run.tasks().stream().filter(TaskRow::counts).toList();
        long first = tasks.stream().mapToLong(TaskRow::launchMillis).min().orElseThrow();
        long last = tasks.stream().mapToLong(TaskRow::finishMillis).max().orElseThrow();
        double warm = first + (last - first) * WARM_AFTER;
        long images = 0;
        long millis = 0;
        for (TaskRow task : tasks) {
            if (task.launchMillis() >= warm) {
                images += task.inputRecords();
                millis += task.finishMillis() - task.launchMillis();
            }
        }
        System.out.println("steady " + (millis == 0 ? "unknown" : images * 1000.0 * cores / millis));
    }
}
