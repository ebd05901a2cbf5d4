package io.tarn.app;

import io.tarn.spark.OutputFolder;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        description = "Writes report.html again, from the stored statistics.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "OUTPUT", description = "The output folder of a run.")
    private String output;

    @Override
    public Integer call() throws IOException {
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
        OutputFolder folder = OutputFolder.of(output, hadoop);
        folder.requireRun();
        Reports.write(folder, hadoop);
        System.out.println(folder.shown() + "/report.html");
        return 0;
    }
}
