package io.tarn.spark;

import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.plan.Plan;
import io.tarn.tensor.Workspace;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.TaskContext;

/** A step before which something goes wrong on purpose. */
public record Planted(Step step, Before before) implements Step {
    private static final long serialVersionUID = 1;

    /** What happens before the step runs. */
    public interface Before extends Serializable {
        void step(Context context);
    }

    /** The plan with that before its first step. */
    public static Plan in(Plan plan, Before before) {
        List<Step> steps = new ArrayList<>(plan.steps());
        steps.set(0, new Planted(steps.get(0), before));
        return new Plan(
                plan.name(),
                plan.input(),
                steps,
                plan.outputs(),
                plan.output(),
                plan.errors(),
                plan.resolved(),
                plan.fingerprint());
    }

    /** Ends the task at an image, as nothing that an image can do would, in every attempt before the given one. */
    static Before deathAt(String id, int untilAttempt) {
        return context -> {
            if (context.id().equals(id) && TaskContext.get().attemptNumber() < untilAttempt) {
                throw new LinkageError("planted");
            }
        };
    }

    /** Takes two milliseconds, and fails on every image from that id on. */
    static Before failuresFrom(String id) {
        return context -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            failFrom(id, context);
        };
    }

    private static void failFrom(String id, Context context) {
        if (context.id().compareTo(id) >= 0) {
            throw new ImageException("planted", "it is " + context.id());
        }
    }

    /** Fails on every image from that id on; the last one takes until its task is told to end, or a minute. */
    static Before failuresFrom(String id, String last) {
        return context -> {
            if (context.id().equals(last)) {
                long start = System.nanoTime();
                while (!TaskContext.get().isInterrupted() && System.nanoTime() - start < TimeUnit.MINUTES.toNanos(1)) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                }
            }
            failFrom(id, context);
        };
    }

    /** Ends the process as a crash of native code does when it meets certain images, and writes down that it did. */
    public static Before crashesAt(List<String> ids, String log, long pauseMillis) {
        List<String> crashing = List.copyOf(ids);
        return context -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
            if (crashing.contains(context.id())) {
                try {
                    Files.writeString(
                            Path.of(log),
                            context.id() + " crash\n",
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                Runtime.getRuntime().halt(134);
            }
        };
    }

    @Override
    public String name() {
        return step.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        return step.outputType(input);
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        BoundStep bound = step.bind(input, workspace);
        return (tensor, context) -> {
            before.step(context);
            return bound.run(tensor, context);
        };
    }
}
