package io.tarn.app;

import io.tarn.image.Decoder;
import io.tarn.measure.Legible;
import io.tarn.op.Context;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.pipeline.EncodedImage;
import io.tarn.pipeline.Failure;
import io.tarn.pipeline.Outcome;
import io.tarn.pipeline.Pipeline;
import io.tarn.plan.Plan;
import io.tarn.report.Figure;
import io.tarn.spark.source.Item;
import io.tarn.spark.source.SourceFile;
import io.tarn.tensor.DType;
import io.tarn.tensor.Tensor;
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

    @Parameters(
            index = "1",
            paramLabel = "IMAGE",
            description = "A file as the job's input holds: of a tar, npz or Parquet file the first image.")
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
        Item item = SourceFile.first(plan.input(), image, SparkHadoopUtil.get().newConfiguration(new SparkConf()));
        if (item.image() == null) {
            return failed(item.failure());
        }
        EncodedImage encoded = item.image();
        Pipeline pipeline = new Pipeline(plan);
        Outcome outcome = pipeline.process(encoded);
        if (outcome.row() == null) {
            return failed(outcome.failures().get(0));
        }
        Path file = png != null ? png : Path.of("preview-" + name(encoded.id()) + ".png");
        Files.write(file, Figure.png(rows(plan, encoded, pipeline, outcome)));
        System.out.println(file);
        for (Failure failure : outcome.failures()) {
            System.err.printf("tarn: output %s: %s%n", failure.output(), Legible.inLine(failure.message()));
        }
        return 0;
    }

    private int failed(Failure failure) {
        System.err.printf(
                "tarn: %s: %s (%s, %s)%n",
                Legible.inLine(image), Legible.inLine(failure.message()), failure.step(), failure.error());
        return Main.FAILED;
    }

    /** What a file can be called after the image: of {@code x.tar/a} both names. */
    private static String name(String id) {
        return id.replaceFirst("\\.[^./#]*$", "").replace('/', '-');
    }

    private static List<Figure.Row> rows(Plan plan, EncodedImage encoded, Pipeline pipeline, Outcome outcome) {
        List<Figure.Row> rows = new ArrayList<>();
        if (plan.input().holds() == Plan.Holds.IMAGES) {
            rows.add(new Figure.Row(encoded.id(), "original", original(plan, encoded), true));
        }
        rows.add(row("input maps", plan.steps(), pipeline.afterSteps(), pipeline.typeAfterSteps()));
        for (int i = 0; i < plan.outputs().size(); i++) {
            if (outcome.row().output(i) != null) {
                Plan.Chain output = plan.outputs().get(i);
                rows.add(row(output.name(), output.steps(), outcome.row().output(i), output.type()));
            }
        }
        return rows;
    }

    private static Tensor original(Plan plan, EncodedImage encoded) {
        if (encoded.opened() != null) {
            return encoded.opened();
        }
        return new Decoder(plan.input().decode())
                .decode(encoded.bytes(), encoded.length(), new Workspace(), new Context(encoded.id(), Map.of()));
    }

    private static Figure.Row row(String name, List<Step> steps, Tensor tensor, TensorType type) {
        boolean isPicture = type.isImage()
                && tensor.dtype() == DType.UINT8
                && tensor.shape().rank() == 3;
        return new Figure.Row(name, names(steps), tensor, isPicture);
    }

    private static String names(List<Step> steps) {
        return steps.stream().map(Step::name).collect(Collectors.joining(", "));
    }
}
