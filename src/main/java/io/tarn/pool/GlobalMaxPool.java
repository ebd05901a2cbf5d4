package io.tarn.pool;

import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Workspace;
import java.util.List;

/** The largest element of each channel, of any rank: [C, ...] to [C, 1, ...]. Floating types; NaN beats numbers. */
public record GlobalMaxPool() implements PoolSpec {
    static final List<Operator> OPERATORS = List.of(new Operator(
            "global_max_pool",
            "the largest element of each channel",
            "ONNX GlobalMaxPool",
            List.of(),
            args -> new GlobalMaxPool()));

    @Override
    public String name() {
        return "global_max_pool";
    }

    /** [C, 1, ...] for [C, ...]; null where the rank is unknown. */
    static Shape outputShape(String operator, TensorType input) {
        Shape shape = Inputs.shape(operator, Inputs.FLOATING, input);
        for (int i = 1; shape != null && i < shape.rank(); i++) {
            shape = shape.with(i, 1);
        }
        return shape;
    }

    @Override
    public TensorType outputType(TensorType input) {
        return input.withShape(outputShape(name(), input));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        return Adaptive.max(input, outputType(input).shape(), Indices.NONE, workspace);
    }
}
