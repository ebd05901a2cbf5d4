package io.tarn.app;

import io.tarn.spark.EventLog;
import io.tarn.spark.OutputFolder;
import io.tarn.spark.StoredRun;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        description = "Writes report.html again, from the stored statistics.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "OUTPUT",
            description = "The output folder of a run; an event log tells it too.")
    private String output;

    @Option(
            names = "--event-log",
            paramLabel = "FILE",
            description = "Spark's event log of the run, for the statistics that a killed driver did not write.")
    private String eventLog;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        if (output == null && eventLog == null) {
            throw new ParameterException(
                    command.commandLine(), "give the output folder of a run, or --event-log with Spark's event log");
        }
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
        EventLog log = eventLog == null ? null : EventLog.read(eventLog, hadoop);
        OutputFolder folder = OutputFolder.of(output == null ? outputOf(log) : output, hadoop);
        folder.requireRun();
        if (log != null) {
            new StoredRun(folder, hadoop).complete(log);
        }
        Reports.write(folder, hadoop);
        System.out.println(folder.shown() + "/report.html");
        return 0;
    }

    private String outputOf(EventLog log) {
        if (log.output() == null) {
            throw new ParameterException(
                    command.commandLine(), eventLog + " does not tell where the run wrote; give its output folder too");
        }
        return log.output();
    }
}
