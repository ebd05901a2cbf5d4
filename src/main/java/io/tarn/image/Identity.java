package io.tarn.image;

import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.TensorType;
import io.tarn.tensor.Workspace;
import java.util.List;

/** What came in, unchanged. */
public record Identity() implements ImageStep {
    static final Operator OPERATOR =
            new Operator("identity", "What came in, unchanged", "torch.nn.Identity", List.of(), args -> new Identity());

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        return input;
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        return (tensor, context) -> tensor;
    }
}
