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
