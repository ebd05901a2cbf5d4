package io.tarn.app;

import io.tarn.measure.Legible;
import io.tarn.plan.JobException;
import io.tarn.spark.source.InputException;
import java.util.Locale;
import org.apache.hadoop.util.VersionInfo;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code tarn} command. */
@Command(
        name = "tarn",
        description = "Pools images on Apache Spark, bit for bit as PyTorch and Pillow would.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            RunCommand.class,
            ExplainCommand.class,
            PreviewCommand.class,
            OpsCommand.class,
            ReportCommand.class,
            CompareCommand.class
        })
public final class Main {
    /** Anything that is not the user's mistake and not a matter of images. */
    static final int FAILED = 1;
    /** The job, its arguments or paths are wrong; nothing was started or touched. */
    static final int WRONG_JOB = 2;
    /** More images failed than the job allows. */
    static final int TOO_MANY_FAILURES = 3;

    private Main() {}

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT); // its digits stand in the names that Spark gives to files
        // what the packages without Spark log goes where Spark's log goes, as log4j2.properties says
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        int status = execute(args);
        System.out.flush();
        System.exit(status);
    }

    static int execute(String... args) {
        CommandLine command = new CommandLine(new Main());
        command.setExecutionExceptionHandler((problem, line, parsed) -> explain(problem));
        command.setParameterExceptionHandler((problem, given) -> {
            System.err.println("tarn: " + problem.getMessage());
            System.err.println("tarn: see jobs/tarn " + subcommand(problem.getCommandLine()) + "--help");
            return WRONG_JOB;
        });
        if (args.length == 0) {
            command.usage(System.err);
            return WRONG_JOB;
        }
        try {
            return command.execute(args);
        } catch (OutOfMemoryError full) {
            System.err.printf(
                    "tarn: the driver is out of memory (%s); give it more: -- --driver-memory 4g behind run's own options,"
                            + " or JDK_JAVA_OPTIONS=-Xmx4g before another command%n",
                    full.getMessage());
            LoggerFactory.getLogger(Main.class).debug("the whole story", full);
            return FAILED;
        }
    }

    private static int explain(Exception problem) {
        if (problem instanceof JobException || problem instanceof InputException) {
            System.err.println("tarn: " + Legible.inLine(problem.getMessage()));
            return WRONG_JOB;
        }
        if ("getSubject is not supported".equals(problem.getMessage())) { // javax.security.auth.Subject, since Java 24
            System.err.printf(
                    "tarn: Hadoop %s does not run on Java %d; Hadoop 3.4.3 and later do, or set JAVA_HOME to Java 17 to 23%n",
                    VersionInfo.getVersion(), Runtime.version().feature());
            return FAILED;
        }
        String told = problem.getMessage() == null ? problem.toString() : Legible.firstLine(problem.getMessage());
        System.err.println("tarn: " + Legible.inLine(told));
        LoggerFactory.getLogger(Main.class).debug("the whole story", problem);
        return FAILED;
    }

    private static String subcommand(CommandLine line) {
        return line.getParent() == null ? "" : line.getCommandName() + " ";
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"tarn " + io.tarn.spark.Versions.tarn()};
        }
    }
}
