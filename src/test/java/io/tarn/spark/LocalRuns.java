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
        Plan plan = JobFile.read(job, List.of());
        Configuration conf = spark.hadoopConfiguration();
        OutputFolder out = OutputFolder.of(plan.output().path(), conf);
        out.requireFree();
        Listing listing = Listing.of(plan, conf);
        return new PoolRun(spark, plan, listing, out, Progress.SILENT).run();
    }

    @Override
    public void close() {
        spark.stop();
    }
}
