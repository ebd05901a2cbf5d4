package io.tarn.report;

import io.tarn.measure.ExecutorRow;
import io.tarn.measure.SlowImage;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import io.tarn.tensor.Tensor;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything the report tells of a run.
 *
 * @param failureCounts failures by error class, all of them
 * @param failures some of them, to give as examples
 * @param effects of the outputs on the samples, the input first to compare with; may be empty
 * @param samples some images with their outputs; at most 12 are drawn
 */
public record RunReport(
        Run run,
        List<StageRow> stages,
        Timeline timeline,
        List<ExecutorRow> executors,
        List<StepRow> steps,
        List<SlowImage> slowest,
        Map<String, Long> failureCounts,
        List<Failure> failures,
        List<Effect> effects,
        List<Sample> samples) {

    /** How a run ended. */
    public enum End {
        FINISHED,
        /** More images failed than the job allows. */
        STOPPED_EARLY,
        FAILED
    }

    /**
     * @param reason why it did not finish, or finished with more failed images than the job allows; or null
     * @param images images with a row in the output
     * @param failed images without one
     * @param now how many of both this start of the run did; earlier ones did the others
     * @param wallMillis as the user waited, Spark's start included
     * @param cores that tasks could use at a time
     * @param plan the plan as {@code explain} prints it
     * @param environment versions, JVM, CPU, kernels, in the order to show
     */
    public record Run(
            String name,
            End end,
            String reason,
            long images,
            long failed,
            long now,
            Instant start,
            long wallMillis,
            int cores,
            String output,
            String plan,
            Map<String, String> environment) {}

    /**
     * @param output null where the image failed before the outputs
     * @param error a short class
     */
    public record Failure(String id, String output, String step, String error, String message) {}

    /**
     * What an output does to images.
     *
     * @param reduction elements that go in for each that comes out
     * @param shiftChanges how much it changes when its input is shifted by 1, 2, ... pixels: the mean absolute
     *     difference divided by the standard deviation
     */
    public record Effect(String name, String detail, double reduction, List<Double> shiftChanges) {}

    /**
     * @param original the image, uint8 [height, width, 3], reduced where it is large; null where there is none
     * @param outputs by name, in the order to show
     */
    public record Sample(String id, Tensor original, Map<String, Tensor> outputs) {}

    /** The images that a step's bytes are of: {@code write} counts tasks, which write what {@code encode} made. */
    double imagesOf(StepRow row) {
        long images = row.step().equals("write")
                ? steps.stream()
                        .filter(step -> step.step().equals("encode"))
                        .mapToLong(StepRow::images)
                        .sum()
                : row.images();
        return Math.max(1, images);
    }

    /** The report as one HTML file that needs no network. */
    public String html() {
        return ReportPage.html(this);
    }
}
