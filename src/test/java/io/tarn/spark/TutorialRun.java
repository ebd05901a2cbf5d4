package io.tarn.spark;

import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.plan.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs the tutorial's job in local mode, for tests that look at what it leaves. */
public final class TutorialRun {
    private TutorialRun() {}

    /** Starts Spark, runs the job to that folder, and stops Spark. */
    public static void to(Path output) throws IOException {
        try (JavaSparkContext spark = new JavaSparkContext(
                new SparkConf(false).setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false"))) {
            to(output, spark);
        }
    }

    static RunResult to(Path output, JavaSparkContext spark) throws IOException {
        Plan plan = JobFile.read(Path.of("jobs/tutorial.yaml"), List.of(Setting.output(output.toString())));
        return LocalRuns.pool(plan, spark);
    }
}
