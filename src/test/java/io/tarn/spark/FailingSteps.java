package io.tarn.spark;

import io.tarn.op.BoundStep;
import io.tarn.op.ImageException;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.tensor.Workspace;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Steps that fail on purpose. */
final class FailingSteps {
    private FailingSteps() {}

    /** Takes two milliseconds, and fails on every image from that id on. */
    record From(String id, Step step) implements Step {
        private static final long serialVersionUID = 1;

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
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                if (context.id().compareTo(id) >= 0) {
                    throw new ImageException("planted", "it is " + context.id());
                }
                return bound.run(tensor, context);
            };
        }
    }
}
