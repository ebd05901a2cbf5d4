package io.tarn.plan;

import io.tarn.op.SpecException;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import java.util.List;
import java.util.Map;

/**
 * A step and where it was asked for.
 *
 * @param arguments what the job says of it
 * @param nested the steps among its arguments
 * @param resolved its name and arguments as plain values, defaults included
 */
record PlacedStep(Step step, Tree arguments, List<PlacedStep> nested, Map<String, Object> resolved) {
    /**
     * What comes out of an input of that type.
     *
     * @throws JobException if no input of that type is possible, at the argument that is to blame
     */
    TensorType outputType(TensorType input) {
        try {
            return step.outputType(input).madeBy(step.name());
        } catch (SpecException e) {
            // A nested step sees what the step around it sees; one that is to blame fails here, at its own line.
            nested.forEach(inner -> inner.outputType(input));
            throw arguments.refuse(e);
        } catch (ArithmeticException overflow) {
            throw arguments.refuse(step.name() + ": the output is too large; a size is at most " + Integer.MAX_VALUE);
        }
    }
}
