package io.tarn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.measure.StepStats;
import io.tarn.measure.TaskMeter;
import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.tensor.DType;
import io.tarn.tensor.Npy;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product without Spark. */
class PipelineTest {
    private static final String TWO_OUTPUTS = """
            outputs:
              small: {max_pool2d: {kernel_size: 2}}
              large: {max_pool2d: {kernel_size: 8, return_indices: true}}
            """;

    @TempDir
    Path folder;

    @Test
    void outputsStartFromWhereStepsEndedAndKeepTheirIndices() throws IOException {
        Pipeline pipeline = new Pipeline(plan(TWO_OUTPUTS));

        Outcome outcome = pipeline.process(npy("a", 2, 8, 8));

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.row().output(0).shape()).isEqualTo(Shape.of(2, 4, 4));
        assertThat(outcome.row().indices(0)).isNull();
        assertThat(outcome.row().output(1).floats()).startsWith(63, 127);
        assertThat(outcome.row().indices(1).longs()).startsWith(63, 63);
    }

    @Test
    void underDropAnImageFailsWholeWithOneRow() throws IOException {
        Outcome outcome = new Pipeline(plan(TWO_OUTPUTS)).process(npy("a", 2, 7, 7));

        assertThat(outcome.row()).isNull();
        assertThat(outcome.failures()).hasSize(1);
        Failure failure = outcome.failures().get(0);
        assertThat(failure.output()).isEqualTo("large");
        assertThat(failure.step()).isEqualTo("max_pool2d");
        assertThat(failure.error()).isEqualTo("does_not_fit");
        assertThat(failure.message()).startsWith("max_pool2d: ").contains("7");
    }

    @Test
    void underKeepTheOtherOutputsStay() throws IOException {
        Pipeline pipeline = new Pipeline(plan(TWO_OUTPUTS + "errors: {partial: keep}\n"));

        Outcome some = pipeline.process(npy("a", 2, 7, 7));
        assertThat(some.row().output(0).shape()).isEqualTo(Shape.of(2, 3, 3));
        assertThat(some.row().output(1)).isNull();
        assertThat(some.row().indices(1)).isNull();
        assertThat(some.failures()).extracting(Failure::output).containsExactly("large");

        Outcome none = pipeline.process(npy("b", 2, 1, 1));
        assertThat(none.row()).isNull();
        assertThat(none.failures()).extracting(Failure::output).containsExactly("small", "large");
    }

    @Test
    void whatCannotBeOpenedIsAFailureAndNotTheEnd() throws IOException {
        Pipeline pipeline = new Pipeline(plan(TWO_OUTPUTS));

        Outcome broken = pipeline.process(new EncodedImage("x", new byte[] {1, 2, 3}));
        Outcome next = pipeline.process(npy("a", 1, 8, 8));

        assertThat(broken.failures()).hasSize(1);
        assertThat(broken.failures().get(0).output()).isNull();
        assertThat(broken.failures().get(0).step()).isEqualTo("read_npy");
        assertThat(broken.failures().get(0).encodedBytes()).isEqualTo(3);
        assertThat(next.failures()).isEmpty();
    }

    @Test
    void manyShapesShareThePipelineAndEveryStepIsCounted() throws IOException {
        TaskMeter meter = new TaskMeter();
        Pipeline pipeline = new Pipeline(plan(TWO_OUTPUTS + "errors: {partial: keep}\n"), meter);
        for (int round = 0; round < 3; round++) {
            for (int size = 2; size < 40; size++) {
                Outcome outcome = pipeline.process(npy("a", 1, size, size));
                assertThat(outcome.row().output(0).floats()[0]).isEqualTo(size + 1f);
            }
        }

        Map<String, StepStats> steps = meter.steps().stream()
                .collect(java.util.stream.Collectors.toMap(
                        stats -> stats.step() + "/" + stats.output(), stats -> stats));
        assertThat(steps.get("read_npy/null").images()).isEqualTo(3 * 38);
        assertThat(steps.get("max_pool2d/small").images()).isEqualTo(3 * 38);
        assertThat(steps.get("max_pool2d/large").images()).isEqualTo(3 * 32);
        assertThat(steps.get("max_pool2d/large").failures()).containsExactly(Map.entry("does_not_fit", 3L * 6));
    }

    /** As many maps as the image has boxes, known only when it is there: in shared steps and in those of an output. */
    @Test
    void stepsAfterBoxesOfTheImageFollowTheirNumber() throws IOException {
        Pipeline pipeline = new Pipeline(plan("""
                steps:
                  - roi_max_pool: {boxes: found, output_size: 2}
                outputs:
                  regions: []
                  means: {adaptive_avg_pool3d: {output_size: [null, 1, 1]}}
                errors: {partial: keep}
                """));
        List<Double> left = List.of(0.0, 0.0, 1.0, 3.0);
        List<Double> right = List.of(2.0, 0.0, 3.0, 3.0);

        Outcome two = pipeline.process(withBoxes(List.of(left, right)));
        assertThat(two.failures()).isEmpty();
        assertThat(two.row().output(0).shape()).isEqualTo(Shape.of(2, 1, 2, 2));
        assertThat(two.row().output(0).floats()).startsWith(4, 5, 12, 13, 6, 7, 14, 15);
        assertThat(two.row().output(1).shape()).isEqualTo(Shape.of(2, 1, 1, 1));
        assertThat(two.row().output(1).floats()).startsWith(8.5f, 10.5f);

        Outcome one = pipeline.process(withBoxes(List.of(right)));
        assertThat(one.row().output(1).shape()).isEqualTo(Shape.of(1, 1, 1, 1));
        assertThat(one.row().output(1).floats()).startsWith(10.5f);

        Outcome none = pipeline.process(withBoxes(List.of()));
        assertThat(none.row().output(0).shape()).isEqualTo(Shape.of(0, 1, 2, 2));
        assertThat(none.failures()).extracting(Failure::error).containsExactly("does_not_fit");

        Outcome bad = pipeline.process(withBoxes("here"));
        assertThat(bad.row()).isNull();
        assertThat(bad.failures()).extracting(Failure::error).containsExactly("bad_boxes");
    }

    private static EncodedImage withBoxes(Object boxes) {
        EncodedImage image = npy("a", 1, 4, 4);
        return new EncodedImage(image.id(), image.bytes(), image.length(), Map.of("found", boxes));
    }

    private Plan plan(String yaml) throws IOException {
        Path job = Files.writeString(
                folder.resolve("job.yaml"), "input: {format: npy, path: x}\noutput: {path: y}\n" + yaml);
        return JobFile.read(job, List.of());
    }

    private static EncodedImage npy(String id, int... sizes) {
        Tensor tensor = Tensor.zeros(DType.FLOAT32, Shape.of(sizes));
        for (int i = 0; i < tensor.length(); i++) {
            tensor.floats()[i] = i;
        }
        return new EncodedImage(id, Npy.write(tensor));
    }
}
