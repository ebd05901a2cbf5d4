package io.tarn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tarn.measure.StepStats;
import io.tarn.measure.TaskMeter;
import io.tarn.op.BoundStep;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.tensor.DType;
import io.tarn.tensor.Npy;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
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

    private static final String FRAMES = """
            input: {format: images, path: x, decode: {frames: %s}}
            outputs:
              image: []
              half: {resize: {size: [5, 5]}}
            output: {path: y}
            errors: {partial: keep}
            """;

    @Test
    void eachFrameIsAnOutcomeWithItsOwnIdAndAFileIsReadOnce() throws IOException {
        EncodedImage gif = new EncodedImage("a/b.gif", resource("odd/gif_animated.gif"));
        TaskMeter meter = new TaskMeter();
        List<String> ids = new ArrayList<>();

        new Pipeline(job(FRAMES.formatted("all")), meter).process(gif, outcome -> {
            ids.add(outcome.row().id());
            assertThat(outcome.row().output(1).shape()).isEqualTo(Shape.of(5, 5, 3));
        });

        assertThat(ids).hasSizeGreaterThan(1).startsWith("a/b.gif#1", "a/b.gif#2");
        StepStats decode = meter.steps().get(0);
        assertThat(decode.images()).isEqualTo(ids.size());
        assertThat(meter.meters().get(0).bytesIn()).isEqualTo(gif.length());

        List<String> first = new ArrayList<>();
        new Pipeline(job(FRAMES.formatted("first")))
                .process(gif, outcome -> first.add(outcome.row().id()));
        assertThat(first).containsExactly("a/b.gif");
        assertThat(new Pipeline(job(FRAMES.formatted("all"))).process(gif).row().id())
                .isEqualTo("a/b.gif#1");
    }

    @Test
    void aBrokenFrameIsAFailureOfItsOwnAndThoseBeforeItStay() throws IOException {
        byte[] whole = resource("odd/gif_animated.gif");
        List<Outcome> outcomes = new ArrayList<>();
        new Pipeline(job(FRAMES.formatted("all")))
                .process(new EncodedImage("a", Arrays.copyOf(whole, whole.length - 20)), outcomes::add);

        Outcome last = outcomes.remove(outcomes.size() - 1);
        assertThat(outcomes).isNotEmpty().allSatisfy(outcome -> assertThat(outcome.failures())
                .isEmpty());
        assertThat(last.row()).isNull();
        assertThat(last.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.id()).isEqualTo("a#" + (outcomes.size() + 1));
            assertThat(failure.error()).isEqualTo("truncated");
            assertThat(failure.step()).isEqualTo("decode");
            assertThat(failure.encodedBytes()).isEqualTo(whole.length - 20);
        });
    }

    @Test
    void whatIsNoImageIsOneFailure() throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        new Pipeline(job(FRAMES.formatted("all"))).process(new EncodedImage("a", new byte[9]), outcomes::add);

        assertThat(outcomes).singleElement().satisfies(outcome -> assertThat(outcome.failures())
                .singleElement()
                .satisfies(failure -> {
                    assertThat(failure.id()).isEqualTo("a#1");
                    assertThat(failure.error()).isEqualTo("not_an_image");
                }));
    }

    /** Passes its input on, and turns the clock. */
    private record Takes(AtomicLong clock, String id, long seconds) implements Step {
        private static final long serialVersionUID = 1;

        @Override
        public String name() {
            return "takes";
        }

        @Override
        public TensorType outputType(TensorType input) {
            return input;
        }

        @Override
        public BoundStep bind(TensorType input, Workspace workspace) {
            return (tensor, context) -> {
                clock.addAndGet(context.id().startsWith(id) ? seconds * 1_000_000_000 : 0);
                return tensor;
            };
        }
    }

    @Test
    void anImageThatTakesTooLongFailsInTheStepThatOverran() throws IOException {
        AtomicLong clock = new AtomicLong();
        TaskMeter meter = new TaskMeter();
        Plan plan = withStep(plan(TWO_OUTPUTS), new Takes(clock, "slow", 61));
        Pipeline pipeline = new Pipeline(plan, meter, clock::get);

        Outcome slow = pipeline.process(npy("slow", 2, 8, 8));
        Outcome next = pipeline.process(npy("quick", 2, 8, 8));

        assertThat(slow.row()).isNull();
        assertThat(slow.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.id()).isEqualTo("slow");
            assertThat(failure.step()).isEqualTo("takes");
            assertThat(failure.error()).isEqualTo("timeout");
            assertThat(failure.message())
                    .isEqualTo("it had taken 61.0 s by then, more than the 60 s of errors.max_seconds_per_image");
        });
        assertThat(next.failures()).isEmpty();
        assertThat(meter.steps().get(1).failures()).containsExactly(Map.entry("timeout", 1L));
        assertThat(meter.steps().get(2).images()).isEqualTo(1);
    }

    /** No step after it is begun, and the outputs that were made stay. */
    @Test
    void underKeepOutputsThatWereInTimeStay() throws IOException {
        AtomicLong clock = new AtomicLong();
        Plan plan = plan(TWO_OUTPUTS + "errors: {partial: keep, max_seconds_per_image: 0.5}\n");
        List<Plan.Chain> chains = new ArrayList<>(plan.outputs());
        Plan.Chain small = chains.get(0);
        chains.add(1, new Plan.Chain("slow", List.of(new Takes(clock, "a", 1)), small.type()));
        Pipeline pipeline = new Pipeline(with(plan, plan.steps(), chains), new TaskMeter(), clock::get);

        Outcome outcome = pipeline.process(npy("a", 2, 8, 8));

        assertThat(outcome.row().output(0)).isNotNull();
        assertThat(outcome.row().output(1)).isNull();
        assertThat(outcome.row().output(2)).isNull();
        assertThat(outcome.failures())
                .extracting(Failure::output, Failure::error)
                .containsExactly(tuple("slow", "timeout"), tuple("large", "timeout"));
    }

    /** The limit is one for all frames of a file. */
    @Test
    void decodingThatOverranIsToldWhenItReturnsAndEndsTheFile() throws IOException {
        AtomicLong looks = new AtomicLong();
        LongSupplier decoding = () -> looks.incrementAndGet() == 3 ? 61_000_000_000L : 0; // first when it has returned
        List<Outcome> outcomes = new ArrayList<>();
        new Pipeline(job(FRAMES.formatted("all")), new TaskMeter(), decoding)
                .process(new EncodedImage("a", resource("odd/gif_animated.gif")), outcomes::add);

        assertThat(outcomes).singleElement().satisfies(outcome -> assertThat(outcome.failures())
                .extracting(Failure::id, Failure::step, Failure::error)
                .containsExactly(tuple("a#1", "decode", "timeout")));
    }

    /** A maximum commutes with what keeps order, so that pixels can be pooled before they are four times as many bytes. */
    @Test
    void poolingPixelsGivesTheBitsOfPoolingFloats() throws IOException {
        Pipeline pipeline = new Pipeline(job("""
                input: {format: images, path: x}
                outputs:
                  floats: [pil_to_tensor, to_dtype: {scale: true}, max_pool2d: {kernel_size: 3}]
                  pixels: [pil_to_tensor, max_pool2d: {kernel_size: 3}, to_dtype: {scale: true}]
                output: {path: y}
                """));

        Outcome outcome = pipeline.process(new EncodedImage("a", resource("odd/jpeg_exif_6.jpg")));

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.row().output(1).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(outcome.row().output(1).shape())
                .isEqualTo(outcome.row().output(0).shape());
        assertThat(Arrays.equals(
                        outcome.row().output(1).floats(),
                        outcome.row().output(0).floats()))
                .isTrue();
    }

    private static Plan withStep(Plan plan, Step step) {
        return with(plan, List.of(step), plan.outputs());
    }

    private static Plan with(Plan plan, List<Step> steps, List<Plan.Chain> outputs) {
        return new Plan(
                plan.name(),
                plan.input(),
                steps,
                outputs,
                plan.output(),
                plan.errors(),
                plan.resolved(),
                plan.fingerprint());
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PipelineTest.class.getClassLoader().getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private Plan job(String yaml) throws IOException {
        return JobFile.read(Files.writeString(folder.resolve("job.yaml"), yaml), List.of());
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
