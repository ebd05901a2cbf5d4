package io.tarn.app;

import io.tarn.plan.Plan;
import io.tarn.spark.OutputFolder;
import io.tarn.spark.PoolRun;
import io.tarn.spark.RunResult;
import io.tarn.spark.StoredRun;
import io.tarn.spark.source.InputException;
import io.tarn.spark.source.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = "Runs a job.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "What follows -- goes to spark-submit.",
            "Status: 0 done, 2 wrong job or paths (nothing was touched), 3 too many failed images, 1 anything else."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private JobArguments job;

    @Option(names = "--overwrite", description = "Replace what an earlier run wrote to the output folder.")
    private boolean overwrite;

    @Option(
            names = "--summary-json",
            paramLabel = "FILE",
            description = "Write the account of the run as JSON: job.json and the statistics in one.")
    private Path summary;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        if (summary != null && !Files.isDirectory(summary.toAbsolutePath().getParent())) {
            throw new ParameterException(
                    command.commandLine(),
                    "--summary-json " + summary + ": there is no such folder; give a file in one that exists");
        }
        try {
            return run(job.plan());
        } catch (InputException mistake) {
            throw job.placed(mistake);
        }
    }

    private int run(Plan plan) throws IOException {
        SparkConf conf = new SparkConf().setAppName("tarn " + plan.name());
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(conf);
        OutputFolder folder = OutputFolder.of(plan.output().path(), hadoop);
        if (overwrite) {
            folder.requireOurs();
        } else {
            folder.requireFree();
        }
        Listing listing = Listing.of(plan, hadoop);
        folder.requireApart(listing);

        RunResult result;
        try (JavaSparkContext spark = new JavaSparkContext(conf);
                ConsoleProgress progress = ConsoleProgress.of(plan.name())) {
            try {
                result = new PoolRun(spark, plan, listing, folder, progress).run();
            } finally {
                progress.close();
                if (folder.holdsRun()) {
                    Reports.write(folder, hadoop);
                    if (summary != null) {
                        Files.writeString(summary, Summary.json(new StoredRun(folder, hadoop)));
                    }
                }
            }
        }
        System.out.print(Account.of(plan, result, folder));
        if (result.failureRate() > plan.errors().maxRate()) {
            System.err.printf(
                    Locale.ROOT,
                    "tarn: %.1f %% of the images failed, more than errors.max_rate allows (%.1f %%); the run finished, "
                            + "and the reasons are in %s/errors%n",
                    100 * result.failureRate(),
                    100 * plan.errors().maxRate(),
                    folder.shown());
            return Main.TOO_MANY_FAILURES;
        }
        return 0;
    }
}
