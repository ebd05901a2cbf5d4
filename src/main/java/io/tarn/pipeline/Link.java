package io.tarn.pipeline;

import io.tarn.measure.StepMeter;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.op.SpecException;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.LinkedHashMap;
import java.util.Map;

/** One step of a chain: bound to each input type it meets, and measured. */
final class Link {
    /** Input types whose bindings are kept; a binding may hold scratch as large as its input. */
    private static final int KEPT_BINDINGS = 8;

    private final Step step;
    private final String label;
    private final StepMeter meter;
    private final Deadline deadline;
    private final Workspace workspace = new Workspace();
    private final Map<TensorType, Binding> bindings = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TensorType, Binding> eldest) {
            return size() > KEPT_BINDINGS;
        }
    };

    /** Most images are of their predecessor's type, at least after they were resized. */
    private TensorType lastInput;

    private Binding last;

    /** What runs on one input type, and the type it gives; or why nothing can. */
    private record Binding(BoundStep bound, TensorType output, long pixelsIn, long pixelsOut, SpecException refusal) {}

    Link(Step step, String label, StepMeter meter, Deadline deadline) {
        this.step = step;
        this.label = label;
        this.meter = meter;
        this.deadline = deadline;
    }

    /** The type that comes out of inputs of that type, on which {@link #run} has passed. */
    TensorType outputType(TensorType input) {
        return binding(input).output;
    }

    Tensor run(Tensor input, TensorType type, Context context) throws StepFailure {
        long start = System.nanoTime();
        try {
            Binding binding = binding(type);
            if (binding.refusal != null) {
                throw failed(start, "does_not_fit", binding.refusal.getMessage(), binding.refusal);
            }
            Tensor result = deadline.isPast() ? null : binding.bound.run(input, context);
            if (deadline.isPast()) {
                throw failed(start, Deadline.ERROR, deadline.message(), null);
            }
            meter.ok(System.nanoTime() - start, input.byteLength(), result.byteLength());
            meter.pixels(binding.pixelsIn, binding.pixelsOut);
            return result;
        } catch (ImageException refused) {
            throw failed(start, refused.error(), refused.getMessage(), refused);
        } catch (ArithmeticException | OutOfMemoryError tooLarge) {
            // an array that cannot be had; what was held before it is unharmed
            throw failed(start, "too_large", step.name() + " on " + input + " takes too much memory", tooLarge);
        } catch (RuntimeException bug) {
            throw failed(start, "internal", step.name() + " on " + input + ": " + bug, bug);
        }
    }

    private StepFailure failed(long start, String error, String message, Throwable cause) {
        meter.failed(System.nanoTime() - start, error);
        return new StepFailure(label, error, message, cause);
    }

    private Binding binding(TensorType input) {
        if (!input.equals(lastInput)) {
            last = bindings.computeIfAbsent(input, this::bind);
            lastInput = input;
        }
        return last;
    }

    private Binding bind(TensorType input) {
        try {
            TensorType output = step.outputType(input).madeBy(step.name());
            BoundStep bound = step.bind(input, workspace);
            meter.kernel(bound.kernel());
            return new Binding(bound, output, pixels(input), pixels(output), null);
        } catch (SpecException refusal) {
            return new Binding(null, null, 0, 0, refusal);
        }
    }

    /** The places in a channel: height times width for pictures. */
    static long pixels(TensorType type) {
        Shape shape = type.shape();
        int first = type.isImage() ? 0 : 1;
        int last = type.isImage() ? shape.rank() - 1 : shape.rank();
        long pixels = 1;
        for (int dimension = first; dimension < last; dimension++) {
            pixels *= shape.size(dimension);
        }
        return pixels;
    }
}
