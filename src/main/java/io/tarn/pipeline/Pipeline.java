package io.tarn.pipeline;

import io.tarn.image.DecodedFrames;
import io.tarn.measure.StepMeter;
import io.tarn.measure.TaskMeter;
import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.op.TensorType;
import io.tarn.plan.Plan;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** A plan made ready to run on one thread: decoders, bound steps, buffers and meters. */
public final class Pipeline implements AutoCloseable {
    /** The place in the step table of reading the source, which the caller measures. */
    public static final int READ_POSITION = 0;

    private static final int OPEN_POSITION = 1;
    private static final int FIRST_STEP_POSITION = 2;

    /** Takes what became of an image, frame by frame. */
    public interface Sink {
        /** The outcome's tensors are valid until it returns. */
        void take(Outcome outcome) throws IOException;
    }

    private final Plan plan;
    private final Deadline deadline;
    private final Opener opener;
    private final StepMeter openMeter;
    private final Chain steps;
    private final List<Chain> outputs = new ArrayList<>();
    private final int endPosition;
    private Tensor afterSteps;

    public Pipeline(Plan plan) {
        this(plan, new TaskMeter());
    }

    /** A pipeline whose steps are measured there. */
    public Pipeline(Plan plan, TaskMeter meter) {
        this(plan, meter, System::nanoTime);
    }

    Pipeline(Plan plan, TaskMeter meter, LongSupplier nanoTime) {
        this.plan = plan;
        this.deadline = new Deadline(plan.errors().maxSecondsPerImage(), nanoTime);
        this.opener = Opener.of(plan.input());
        this.openMeter = meter.step(OPEN_POSITION, opener.step(), null);
        this.steps = new Chain(plan.steps(), FIRST_STEP_POSITION, null, meter, deadline);
        int position = FIRST_STEP_POSITION + plan.steps().size();
        for (Plan.Chain output : plan.outputs()) {
            outputs.add(new Chain(output.steps(), position, output.name(), meter, deadline));
            position += output.steps().size();
        }
        this.endPosition = position;
    }

    /** The first place in the step table after this pipeline's own steps. */
    public int endPosition() {
        return endPosition;
    }

    /** Processes one image, of an animation its first frame. The outcome's tensors are valid until the next call. */
    public Outcome process(EncodedImage image) {
        deadline.start();
        return frame(image, opener.open(image), 1);
    }

    /**
     * Processes one image with all the frames that the plan asks for, which are images of their own: {@code NAME#1},
     * {@code NAME#2} and so on, where it asks for all.
     */
    public void process(EncodedImage image, Sink sink) throws IOException {
        deadline.start();
        DecodedFrames frames = opener.open(image);
        Outcome outcome = frame(image, frames, 1);
        for (int number = 2; outcome != null; number++) {
            sink.take(outcome);
            boolean timedOut = outcome.failures().stream()
                    .anyMatch(failure -> failure.error().equals(Deadline.ERROR));
            outcome = timedOut ? null : frame(image, frames, number);
        }
    }

    /** The next frame, or null after the last. */
    private Outcome frame(EncodedImage image, DecodedFrames frames, int number) {
        afterSteps = null;
        String id = opener.numbers() ? image.id() + "#" + number : image.id();
        int encodedBytes = number == 1 ? image.length() : 0; // so that they count once in the statistics
        Context context = new Context(id, image.columns());
        TensorType type;
        try {
            Tensor opened = open(frames, encodedBytes, context);
            if (opened == null) {
                return null;
            }
            type = opener.type(opened, context);
            openMeter.pixels(0, Link.pixels(type));
            afterSteps = steps.run(opened, type, context);
        } catch (StepFailure failure) {
            return new Outcome(null, List.of(failure.of(id, image.length(), null)));
        }
        TensorType afterType = steps.outputType();
        Tensor indicesAfterSteps = context.indices();

        Tensor[] tensors = new Tensor[outputs.size()];
        Tensor[] indices = new Tensor[outputs.size()];
        List<Failure> failures = new ArrayList<>(0);
        for (int i = 0; i < tensors.length; i++) {
            Plan.Chain output = plan.outputs().get(i);
            context.indices(indicesAfterSteps);
            try {
                tensors[i] = outputs.get(i).run(afterSteps, afterType, context);
                indices[i] = output.returnsIndices() ? context.indices() : null;
            } catch (StepFailure failure) {
                failures.add(failure.of(id, image.length(), output.name()));
                if (plan.errors().partial() == Plan.Partial.DROP) {
                    return new Outcome(null, failures);
                }
            }
        }
        PooledRow row = failures.size() == tensors.length ? null : new PooledRow(id, image.columns(), tensors, indices);
        return new Outcome(row, failures);
    }

    /** What becomes of an image that is left out because a process died of it. */
    public Outcome crashed(EncodedImage image) {
        openMeter.failed(0, "crashed");
        String message = "the executor died while it was processed, in an earlier attempt of its task; it is left out";
        return new Outcome(
                null, List.of(new Failure(image.id(), null, opener.step(), "crashed", message, image.length())));
    }

    /** The last image's tensor after the shared steps, from which its outputs were made; null where it failed. */
    public Tensor afterSteps() {
        return afterSteps;
    }

    /** What the last image's tensor after the shared steps is. */
    public TensorType typeAfterSteps() {
        return steps.outputType();
    }

    /** Frees the decoder's memory, which lies outside the heap; the last outcome's tensors are valid until then. */
    @Override
    public void close() {
        opener.close();
    }

    /** Opens the next frame; null after the last. */
    private Tensor open(DecodedFrames frames, int encodedBytes, Context context) throws StepFailure {
        long start = System.nanoTime();
        try {
            Tensor opened = frames.next(context);
            if (opened == null) {
                return null;
            }
            if (deadline.isPast()) {
                throw failed(start, Deadline.ERROR, deadline.message(), null);
            }
            openMeter.ok(System.nanoTime() - start, encodedBytes, opened.byteLength());
            openMeter.kernel(opener.kernel());
            return opened;
        } catch (ImageException refused) {
            throw failed(start, refused.error(), refused.getMessage(), refused);
        } catch (ArithmeticException | OutOfMemoryError tooLarge) {
            throw failed(start, "too_large", "it takes more memory than there is once opened", tooLarge);
        } catch (RuntimeException bug) {
            throw failed(start, "internal", bug.toString(), bug);
        }
    }

    private StepFailure failed(long start, String error, String message, Throwable cause) {
        openMeter.failed(System.nanoTime() - start, error);
        return new StepFailure(opener.step(), error, message, cause);
    }
}
