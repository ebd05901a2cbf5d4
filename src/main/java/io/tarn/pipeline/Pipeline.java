package io.tarn.pipeline;

import io.tarn.measure.StepMeter;
import io.tarn.measure.TaskMeter;
import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.op.TensorType;
import io.tarn.plan.Plan;
import io.tarn.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A plan made ready to run on one thread: decoders, bound steps, buffers and meters. */
public final class Pipeline {
    /** The place in the step table of reading the source, which the caller measures. */
    public static final int READ_POSITION = 0;

    private static final int OPEN_POSITION = 1;
    private static final int FIRST_STEP_POSITION = 2;

    private final Plan plan;
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
        this.plan = plan;
        this.opener = Opener.of(plan.input());
        this.openMeter = meter.step(OPEN_POSITION, opener.step(), null);
        this.steps = new Chain(plan.steps(), FIRST_STEP_POSITION, null, meter);
        int position = FIRST_STEP_POSITION + plan.steps().size();
        for (Plan.Chain output : plan.outputs()) {
            outputs.add(new Chain(output.steps(), position, output.name(), meter));
            position += output.steps().size();
        }
        this.endPosition = position;
    }

    /** The first place in the step table after this pipeline's own steps. */
    public int endPosition() {
        return endPosition;
    }

    /** Processes one image. The outcome's tensors are valid until the next call. */
    public Outcome process(EncodedImage image) {
        afterSteps = null;
        Context context = new Context(image.id(), image.columns());
        Tensor opened;
        TensorType type;
        try {
            opened = open(image, context);
            type = opener.type(opened, context);
            openMeter.pixels(0, Link.pixels(type));
            afterSteps = steps.run(opened, type, context);
        } catch (StepFailure failure) {
            return new Outcome(null, List.of(failure.of(image, null)));
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
                failures.add(failure.of(image, output.name()));
                if (plan.errors().partial() == Plan.Partial.DROP) {
                    return new Outcome(null, failures);
                }
            }
        }
        PooledRow row =
                failures.size() == tensors.length ? null : new PooledRow(image.id(), image.columns(), tensors, indices);
        return new Outcome(row, failures);
    }

    /** The last image's tensor after the shared steps, from which its outputs were made; null where it failed. */
    public Tensor afterSteps() {
        return afterSteps;
    }

    private Tensor open(EncodedImage image, Context context) throws StepFailure {
        long start = System.nanoTime();
        try {
            Tensor opened = opener.open(image, context);
            openMeter.ok(System.nanoTime() - start, image.length(), opened.byteLength());
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
