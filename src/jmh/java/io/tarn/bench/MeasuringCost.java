package io.tarn.bench;

import io.tarn.measure.StepMeter;
import io.tarn.measure.TaskMeter;
import io.tarn.pipeline.EncodedImage;
import io.tarn.pipeline.Pipeline;
import io.tarn.plan.JobFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What measuring costs a task: the CPU time of an image through the tutorial's steps, with all their meters, beside that
 * of the meters alone, called as often and with as many looks at the clock, in turn in one JVM.
 */
public final class MeasuringCost {
    private static final int METER_IMAGES = 200_000;

    private MeasuringCost() {}

    /** Arguments: a folder of JPEGs, and the number of rounds. */
    public static void main(String[] args) throws IOException {
        List<EncodedImage> images = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".jpg")).toList()) {
                images.add(new EncodedImage(file.getFileName().toString(), Files.readAllBytes(file)));
            }
        }
        TaskMeter meter = new TaskMeter();
        Pipeline pipeline = new Pipeline(JobFile.read(Path.of("jobs/tutorial.yaml"), List.of()), meter);
        int meters = meter.meters().size() + 2; // and those of reading and encoding
        TaskMeter alone = new TaskMeter();
        List<StepMeter> steps = new ArrayList<>();
        for (int i = 0; i < meters; i++) {
            steps.add(alone.step(i, "step" + i, null));
        }
        int rounds = Integer.parseInt(args[1]);
        double[] shares = new double[rounds];
        double[] whole = new double[rounds];
        double[] measuring = new double[rounds];
        for (int round = -2; round < rounds; round++) {
            double image = pipelineNanos(pipeline, meter, images);
            double meterOnly = meterNanos(alone, steps);
            if (round >= 0) {
                whole[round] = image;
                measuring[round] = meterOnly;
                shares[round] = meterOnly / image;
            }
        }
        for (double[] values : List.of(whole, measuring, shares)) {
            Arrays.sort(values);
        }
        System.out.printf(
                Locale.ROOT,
                "tarn CPU an image: %.0f us (%.0f to %.0f), of which %d meters %.2f us (%.2f to %.2f): %.3f %% (%.3f to"
                        + " %.3f)%n",
                whole[rounds / 2] / 1e3,
                whole[0] / 1e3,
                whole[rounds - 1] / 1e3,
                meters,
                measuring[rounds / 2] / 1e3,
                measuring[0] / 1e3,
                measuring[rounds - 1] / 1e3,
                100 * shares[rounds / 2],
                100 * shares[0],
                100 * shares[rounds - 1]);
    }

    private static double pipelineNanos(Pipeline pipeline, TaskMeter meter, List<EncodedImage> images) {
        long start = cpuNanos();
        int done = 0;
        for (long begin = System.nanoTime(); System.nanoTime() - begin < 2_000_000_000L; ) {
            for (EncodedImage image : images) {
                pipeline.process(image);
                meter.imageDone(image.id(), image.length());
                done++;
            }
        }
        return (double) (cpuNanos() - start) / done;
    }

    private static double meterNanos(TaskMeter task, List<StepMeter> steps) {
        long start = cpuNanos();
        for (int image = 0; image < METER_IMAGES; image++) {
            for (StepMeter step : steps) {
                long begin = System.nanoTime();
                step.ok(System.nanoTime() - begin, 60_000, 120_000);
                step.pixels(20_000, 10_000);
                step.kernel("vector");
            }
            task.imageDone("image", 60_000);
        }
        return (double) (cpuNanos() - start) / METER_IMAGES;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
