package io.tarn.app;

import io.tarn.plan.Explain;
import io.tarn.plan.Plan;
import io.tarn.spark.PoolRun;
import io.tarn.spark.source.InputException;
import io.tarn.spark.source.Listing;
import io.tarn.spark.source.SourceColumn;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "explain",
        description = "Shows the plan of a job: shapes, sizes, partitions.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private JobArguments job;

    @Override
    public Integer call() throws IOException {
        Plan plan = job.plan();
        Listing listing;
        try {
            listing = Listing.of(plan, SparkHadoopUtil.get().newConfiguration(new SparkConf()));
        } catch (InputException mistake) {
            System.out.print(Explain.text(plan));
            throw job.placed(mistake);
        }
        int cores = Runtime.getRuntime().availableProcessors();
        System.out.print(Explain.text(
                plan,
                new Explain.Found(
                        listing.files(),
                        listing.images(),
                        listing.bytes(),
                        PoolRun.partitions(listing, plan, cores),
                        cores,
                        listing.columns().stream().map(SourceColumn::described).toList(),
                        listing.leftOut())));
        return 0;
    }
}
