package io.tarn.plan;

import io.tarn.op.Args;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.Step;
import java.util.Map;

/** Steps outside job files. */
public final class Steps {
    private Steps() {}

    /**
     * The step of an operator. Where an argument is itself a step it is given as text, as a job file would have it:
     * {@code identity} or {@code {roll: {shifts: 5, dims: height}}}.
     *
     * @throws SpecException if an argument is unknown, missing or wrong
     */
    public static Step of(Operator operator, Map<String, ?> arguments) {
        return operator.step(new Args(operator.name(), arguments, value -> nested(operator, value)));
    }

    private static Step nested(Operator operator, Object value) {
        if (!(value instanceof String text)) {
            throw new SpecException(operator.name() + ": a step is text such as 'identity', not " + value);
        }
        try {
            return StepParser.step(Yaml.ofOption(text, operator.name())).step();
        } catch (JobException e) {
            throw new SpecException(e.getMessage());
        }
    }
}
