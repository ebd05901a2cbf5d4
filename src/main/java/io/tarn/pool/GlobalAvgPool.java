package io.tarn.pool;

import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.TensorType;
import io.tarn.tensor.Workspace;
import java.util.List;

/** The mean of each channel, of any rank: [C, ...] to [C, 1, ...], PyTorch's {@code mean()}. Floating types. */
public record GlobalAvgPool() implements PoolSpec {
    static final List<Operator> OPERATORS = List.of(new Operator(
            "global_avg_pool",
            "the mean of each channel",
            "ONNX GlobalAveragePool",
            List.of(),
            args -> new GlobalAvgPool()));

    @Override
    public String name() {
        return "global_avg_pool";
    }

    @Override
    public TensorType outputType(TensorType input) {
        return input.withShape(GlobalMaxPool.outputShape(name(), input));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        return Adaptive.average(input, outputType(input).shape(), workspace);
    }
}
