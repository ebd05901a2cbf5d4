package io.tarn.image;

import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.tensor.Tensor;

final class BoundSteps {
    private BoundSteps() {}

    /** The step, saying that this kernel runs it. */
    static BoundStep named(String kernel, BoundStep step) {
        return new BoundStep() {
            @Override
            public Tensor run(Tensor input, Context context) {
                return step.run(input, context);
            }

            @Override
            public String kernel() {
                return kernel;
            }
        };
    }
}
