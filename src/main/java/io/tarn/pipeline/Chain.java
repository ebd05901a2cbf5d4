package io.tarn.pipeline;

import io.tarn.measure.StepMeter;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.op.SpecException;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps in a row, bound to each input type they meet, measured one by one. */
final class Chain {
    /** Input types whose bindings are kept: datasets of many sizes must not keep them all. */
    private static final int KEPT_BINDINGS = 64;

    private final List<Step> steps;
    private final List<StepMeter> meters = new ArrayList<>();
    private final List<Workspace> workspaces = new ArrayList<>();
    private final Map<TensorType, Binding> bindings = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TensorType, Binding> eldest) {
            return size() > KEPT_BINDINGS;
        }
    };

    /** A chain for inputs of one type: as many types and bound steps as could be bound, and why not more. */
    private static final class Binding {
        final List<BoundStep> bound = new ArrayList<>();
        final List<TensorType> types = new ArrayList<>();
        StepFailure failure;
    }

    /**
     * @param position where the first step stands in the plan
     * @param output the output that the steps belong to, or null for the shared ones
     */
    Chain(List<Step> steps, int position, String output) {
        this.steps = steps;
        for (int i = 0; i < steps.size(); i++) {
            meters.add(new StepMeter(position + i, label(i), output));
            workspaces.add(new Workspace());
        }
    }

    List<StepMeter> meters() {
        return meters;
    }

    /** The type that comes out of inputs of that type; they must have passed {@link #run}. */
    TensorType outputType(TensorType input) {
        List<TensorType> types = binding(input).types;
        return types.isEmpty() ? input : types.get(types.size() - 1);
    }

    Tensor run(Tensor input, TensorType type, Context context) throws StepFailure {
        Binding binding = binding(type);
        Tensor tensor = input;
        for (int i = 0; i < binding.bound.size(); i++) {
            tensor = runStep(i, binding.bound.get(i), tensor, context);
        }
        if (binding.failure != null) {
            meters.get(binding.bound.size()).failed(0, binding.failure.error());
            throw binding.failure;
        }
        return tensor;
    }

    private Tensor runStep(int i, BoundStep step, Tensor input, Context context) throws StepFailure {
        StepMeter meter = meters.get(i);
        long start = System.nanoTime();
        try {
            Tensor result = step.run(input, context);
            meter.ok(System.nanoTime() - start, input.byteLength(), result.byteLength());
            return result;
        } catch (ImageException refused) {
            meter.failed(System.nanoTime() - start, refused.error());
            throw new StepFailure(label(i), refused.error(), refused.getMessage(), refused);
        } catch (RuntimeException bug) {
            meter.failed(System.nanoTime() - start, "internal");
            throw internal(i, input, bug);
        }
    }

    private StepFailure internal(int i, Object input, RuntimeException bug) {
        return new StepFailure(label(i), "internal", steps.get(i).name() + " on " + input + ": " + bug, bug);
    }

    private Binding binding(TensorType input) {
        return bindings.computeIfAbsent(input, this::bind);
    }

    private Binding bind(TensorType input) {
        Binding binding = new Binding();
        TensorType type = input;
        for (int i = 0; i < steps.size(); i++) {
            try {
                TensorType next =
                        steps.get(i).outputType(type).madeBy(steps.get(i).name());
                BoundStep bound = steps.get(i).bind(type, workspaces.get(i));
                meters.get(i).kernel(bound.kernel());
                binding.bound.add(bound);
                binding.types.add(next);
                type = next;
            } catch (SpecException refusal) {
                binding.failure = new StepFailure(label(i), "does_not_fit", refusal.getMessage(), refusal);
                break;
            } catch (RuntimeException bug) {
                binding.failure = internal(i, type, bug);
                break;
            }
        }
        return binding;
    }

    /** The step's name; from the second of that name on with its number, as {@code roll (2)}. */
    private String label(int i) {
        String name = steps.get(i).name();
        long before = steps.subList(0, i).stream()
                .filter(step -> step.name().equals(name))
                .count();
        return before == 0 ? name : name + " (" + (before + 1) + ")";
    }
}
