package io.tarn.app;

import io.tarn.image.Decoder;
import io.tarn.op.Context;
import io.tarn.op.Step;
import io.tarn.pipeline.EncodedImage;
import io.tarn.pipeline.Failure;
import io.tarn.pipeline.Outcome;
import io.tarn.pipeline.Pipeline;
import io.tarn.plan.Plan;
import io.tarn.report.Figure;
import io.tarn.spark.source.SourceFile;
import io.tarn.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "preview",
        description = "Draws what a job makes of one image: the original, its maps, and a row for each output.",
        mixinStandardHelpOptions = true)
final class PreviewCommand implements Callable<Integer> {
    @Mixin
    private JobArguments job;

    @Parameters(index = "1", paramLabel = "IMAGE", description = "An image (or npy file) as the job's input holds.")
    private String image;

    @Option(names = "--png", paramLabel = "FILE", description = "The file to write. Default: preview-NAME.png here.")
    private Path png;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        if (png != null) {
            WrittenFile.require(command, "--png", png);
        }
        Plan plan = job.plan();
        EncodedImage encoded = SourceFile.read(image, SparkHadoopUtil.get().newConfiguration(new SparkConf()));
        Pipeline pipeline = new Pipeline(plan);
        Outcome outcome = pipeline.process(encoded);
        if (outcome.row() == null) {
            Failure failure = outcome.failures().get(0);
            System.err.printf("tarn: %s: %s (%s, %s)%n", image, failure.message(), failure.step(), failure.error());
            return Main.FAILED;
        }
        Path file = png != null ? png : Path.of("preview-" + encoded.id().replaceFirst("\\.[^.]*$", "") + ".png");
        Files.write(file, Figure.png(rows(plan, encoded, pipeline, outcome)));
        System.out.println(file);
        for (Failure failure : outcome.failures()) {
            System.err.printf("tarn: output %s: %s%n", failure.output(), failure.message());
        }
        return 0;
    }

    private static List<Figure.Row> rows(Plan plan, EncodedImage encoded, Pipeline pipeline, Outcome outcome) {
        List<Figure.Row> rows = new ArrayList<>();
        if (plan.input().holds() == Plan.Holds.IMAGES) {
            Decoder decoder = new Decoder(plan.input().decode());
            rows.add(new Figure.Row(
                    encoded.id(),
                    "original",
                    decoder.decode(
                            encoded.bytes(), encoded.length(), new Workspace(), new Context(encoded.id(), Map.of())),
                    true));
        }
        rows.add(new Figure.Row("input maps", names(plan.steps()), pipeline.afterSteps()));
        for (int i = 0; i < plan.outputs().size(); i++) {
            if (outcome.row().output(i) != null) {
                Plan.Chain output = plan.outputs().get(i);
                rows.add(new Figure.Row(
                        output.name(), names(output.steps()), outcome.row().output(i)));
            }
        }
        return rows;
    }

    private static String names(List<Step> steps) {
        return steps.stream().map(Step::name).collect(Collectors.joining(", "));
    }
}
