package io.tarn.app;

import io.tarn.spark.OutputFolder;
import io.tarn.spark.StoredRun;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        description = "What got slower or faster from one run to another, from their stored statistics.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "OUTPUT1", description = "The output folder of the earlier run.")
    private String before;

    @Parameters(index = "1", paramLabel = "OUTPUT2", description = "The output folder of the later run.")
    private String after;

    @Override
    public Integer call() throws IOException {
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
        System.out.print(new Comparison(side(before, hadoop), side(after, hadoop)).text());
        return 0;
    }

    private static Comparison.Side side(String output, Configuration hadoop) throws IOException {
        OutputFolder folder = OutputFolder.of(output, hadoop);
        folder.requireRun();
        StoredRun run = new StoredRun(folder, hadoop);
        return new Comparison.Side(folder.shown(), run.job(), run.steps());
    }
}
