package io.tarn.app;

import io.tarn.plan.Plan;
import io.tarn.spark.EventLog;
import io.tarn.spark.OutputFolder;
import io.tarn.spark.PoolRun;
import io.tarn.spark.RunLock;
import io.tarn.spark.RunResult;
import io.tarn.spark.StoredRun;
import io.tarn.spark.WarmUp;
import io.tarn.spark.Work;
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
            names = "--resume",
            description = "Go on where an earlier run of this job stopped or died; begin where there was none.")
    private boolean resume;

    @Option(
            names = "--retry-failed",
            description = "Do those images of a complete run again that failed; their rows in errors/ are replaced.")
    private boolean retryFailed;

    @Option(names = "--new-files", description = "Resume, and take in what appeared in the input since the run began.")
    private boolean newFiles;

    @Option(
            names = "--summary-json",
            paramLabel = "FILE",
            description = "Write the account of the run as JSON: job.json and the statistics in one.")
    private Path summary;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        if (summary != null) {
            WrittenFile.require(command, "--summary-json", summary);
        }
        if (overwrite && (resume || retryFailed || newFiles)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--overwrite begins anew and the other options go on with what is there; give one of them");
        }
        if (newFiles && retryFailed) {
            throw new ParameterException(
                    command.commandLine(),
                    "--retry-failed goes over a complete run, and --new-files makes it incomplete; give --new-files first,"
                            + " and --retry-failed in a run of its own");
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
        folder.requireFolder();
        Listing listing = Listing.of(plan, hadoop);
        folder.requireApart(listing);
        try (Interruption interruption = Interruption.expect();
                RunLock lock = RunLock.take(folder)) {
            Work work = work(plan, listing, folder, hadoop);
            work.notes().forEach(note -> System.err.println("tarn: " + note));
            if (work.isDone()) {
                System.out.println(plan.name() + ": nothing is left to do in " + folder.shown());
                if (!folder.holdsReport()) {
                    Reports.write(folder, hadoop);
                }
                summarize(folder, hadoop);
                return status(plan, work.soFar(), folder);
            }
            conf.set(EventLog.OUTPUT, folder.path().toString());
            RunResult result;
            try {
                result = pool(conf, plan, work, folder, lock, hadoop, interruption);
            } catch (Throwable failed) { // as below
                if (!interruption.happened()) {
                    throw failed;
                }
                System.err.printf(
                        Locale.ROOT,
                        "tarn: interrupted; %s; %s goes on%n",
                        work.committed(),
                        retryFailed ? "--retry-failed" : "--resume");
                return Main.FAILED; // the JVM is about to end with the signal's status
            }
            System.out.print(Account.of(plan, result, folder));
            return status(plan, result, folder);
        }
    }

    private Work work(Plan plan, Listing listing, OutputFolder folder, Configuration hadoop) throws IOException {
        if (overwrite) {
            return Work.overwriting(plan, listing, folder);
        }
        if (!resume && !retryFailed && !newFiles) {
            return Work.fresh(plan, listing, folder);
        }
        Work work = Work.resuming(plan, listing, folder);
        if (newFiles) {
            work.withNewFiles();
        }
        return retryFailed ? work.withFailedImages(hadoop) : work;
    }

    private RunResult pool(
            SparkConf conf,
            Plan plan,
            Work work,
            OutputFolder folder,
            RunLock lock,
            Configuration hadoop,
            Interruption interruption)
            throws IOException {
        try (JavaSparkContext spark = start(conf, plan, work, hadoop);
                ConsoleProgress progress = ConsoleProgress.of(plan.name())) {
            RunResult result;
            try {
                PoolRun run = new PoolRun(spark, plan, work, folder, lock, progress);
                interruption.ends(run);
                result = run.run();
            } catch (Throwable failed) { // Spark's checked exceptions too, which it does not declare
                try {
                    progress.close();
                    account(folder, lock, hadoop);
                } catch (IOException | RuntimeException second) {
                    failed.addSuppressed(second);
                }
                throw failed;
            }
            progress.close();
            account(folder, lock, hadoop);
            return result;
        }
    }

    /** Writes the report and the summary, unless another run took over the folder. */
    private void account(OutputFolder folder, RunLock lock, Configuration hadoop) throws IOException {
        if (!folder.holdsRun() || !lock.isHeld()) {
            return;
        }
        Reports.write(folder, hadoop);
        summarize(folder, hadoop);
    }

    private void summarize(OutputFolder folder, Configuration hadoop) throws IOException {
        if (summary != null) {
            Files.writeString(summary, Summary.json(new StoredRun(folder, hadoop)));
        }
    }

    private static JavaSparkContext start(SparkConf conf, Plan plan, Work work, Configuration hadoop) {
        if (!conf.get("spark.master", "").startsWith("local")) {
            return new JavaSparkContext(conf);
        }
        try (WarmUp meanwhile = WarmUp.start(plan, work.listing(), hadoop)) {
            return new JavaSparkContext(conf);
        }
    }

    private static int status(Plan plan, RunResult result, OutputFolder folder) {
        if (result.stopped()) {
            System.err.printf(
                    Locale.ROOT,
                    "tarn: %s; the run stopped early%s; --resume goes on, with a larger rate or mended images%n",
                    result.stopReason(),
                    result.errorRows() == 0 ? "" : ", and the reasons are in " + folder.shown() + "/errors");
            return Main.TOO_MANY_FAILURES;
        }
        String reason = result.reason(plan.errors().maxRate());
        if (reason != null) {
            System.err.printf("tarn: %s; the run finished, and the reasons are in %s/errors%n", reason, folder.shown());
            return Main.TOO_MANY_FAILURES;
        }
        return 0;
    }
}
