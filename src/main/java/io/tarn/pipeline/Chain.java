package io.tarn.pipeline;

import io.tarn.measure.TaskMeter;
import io.tarn.op.Context;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Steps in a row. */
final class Chain {
    private final List<Link> links = new ArrayList<>();
    private TensorType outputType;

    /**
     * @param position where the first step stands in the plan
     * @param output the output that the steps belong to, or null for the shared ones
     */
    Chain(List<Step> steps, int position, String output, TaskMeter task, Deadline deadline) {
        for (int i = 0; i < steps.size(); i++) {
            String label = label(steps, i);
            links.add(new Link(steps.get(i), label, task.step(position + i, label, output), deadline));
        }
    }

    /** The type of what the last {@link #run} gave. */
    TensorType outputType() {
        return outputType;
    }

    Tensor run(Tensor input, TensorType inputType, Context context) throws StepFailure {
        Tensor tensor = input;
        TensorType type = inputType;
        for (Link link : links) {
            tensor = link.run(tensor, type, context);
            // Only the image itself may tell a size, such as how many boxes it has.
            type = link.outputType(type).withShape(tensor.shape());
        }
        outputType = type;
        return tensor;
    }

    /** The step's name; from the second of that name on with its number, as {@code roll (2)}. */
    private static String label(List<Step> steps, int i) {
        String name = steps.get(i).name();
        long before = steps.subList(0, i).stream()
                .filter(step -> step.name().equals(name))
                .count();
        return before == 0 ? name : name + " (" + (before + 1) + ")";
    }
}
