package io.tarn.spark;

import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.spark.source.Listing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs job files as {@code tarn run} does, one after another on one local Spark. */
final class LocalRuns implements AutoCloseable {
    private final JavaSparkContext spark = new JavaSparkContext(
            new SparkConf(false).setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false"));

    RunResult run(Path job) throws IOException {
        return run(JobFile.read(job, List.of()));
    }

    RunResult run(Plan plan) throws IOException {
        return pool(plan, spark);
    }

    /** Pools all of a plan's input into a folder without results. */
    static RunResult pool(Plan plan, JavaSparkContext spark) throws IOException {
        Configuration conf = spark.hadoopConfiguration();
        OutputFolder out = OutputFolder.of(plan.output().path(), conf);
        try (RunLock lock = RunLock.take(out)) {
            Work work = Work.fresh(plan, Listing.of(plan, conf), out);
            return new PoolRun(spark, plan, work, out, lock, Progress.SILENT).run();
        }
    }

    @Override
    public void close() {
        spark.stop();
    }
}
