package io.tarn.pool;

import io.tarn.op.Args;
import io.tarn.op.Context;
import io.tarn.op.Names;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The pooling operators, and pooling without Spark.
 *
 * <pre>{@code
 * Tensor image = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2);
 * Pooled max = Pools.pool("max_pool2d", Map.of("kernel_size", 2, "return_indices", true), image);
 * max.values().floats()[0]; // 4
 * max.indices().longs()[0]; // 3
 * }</pre>
 *
 * The records can be used as they are, and are faster where many tensors of one type are pooled: {@code bind} once,
 * {@code run} often.
 */
public final class Pools {
    /** Every pooling operator. */
    public static final List<Operator> OPERATORS = Stream.of(
                    MaxPool.OPERATORS,
                    AvgPool.OPERATORS,
                    LpPool.OPERATORS,
                    AdaptiveMaxPool.OPERATORS,
                    AdaptiveAvgPool.OPERATORS,
                    MaxUnpool.OPERATORS,
                    FractionalMaxPool.OPERATORS,
                    MinPool.OPERATORS,
                    SumPool.OPERATORS,
                    GlobalMaxPool.OPERATORS,
                    GlobalAvgPool.OPERATORS,
                    GlobalLpPool.OPERATORS,
                    Gem.OPERATORS,
                    Rmac.OPERATORS,
                    SpatialPyramidPool.OPERATORS,
                    BlurPool.OPERATORS,
                    MedianPool.OPERATORS,
                    RoiMaxPool.OPERATORS,
                    RoiAlign.OPERATORS)
            .flatMap(List::stream)
            .toList();

    private Pools() {}

    /**
     * The operator with those arguments, named and typed as in job files.
     *
     * @throws SpecException if there is no such operator, or an argument is unknown, missing or wrong
     */
    public static PoolSpec spec(String name, Map<String, ?> args) {
        Operator operator = OPERATORS.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SpecException("no pooling operator " + name
                        + Names.suggest(
                                name, OPERATORS.stream().map(Operator::name).toList())));
        return (PoolSpec) operator.step(new Args(name, args, Pools::refuseStep));
    }

    /**
     * Pools one tensor, [C, L], [C, H, W] or [C, D, H, W], into new ones.
     *
     * @throws SpecException if the arguments are wrong, or do not fit that tensor
     */
    public static Pooled pool(String name, Map<String, ?> args, Tensor input) {
        return pool(spec(name, args), input, null);
    }

    /**
     * Unpools one tensor with the indices that its pool gave, into a new one.
     *
     * @throws SpecException if the arguments are wrong, or do not fit that tensor
     * @throws io.tarn.op.ImageException if an index is outside the output
     */
    public static Pooled pool(String name, Map<String, ?> args, Tensor input, Tensor indices) {
        return pool(spec(name, args), input, indices);
    }

    private static Pooled pool(PoolSpec spec, Tensor input, Tensor indices) {
        Shape beside = indices == null ? null : indices.shape();
        TensorType type = TensorType.tensor(input.dtype(), input.shape()).withIndices(beside);
        TensorType unused = spec.outputType(type).madeBy(spec.name()); // refuses what does not fit
        Context context = new Context("", Map.of());
        context.indices(indices);
        Tensor values = spec.bind(type, new Workspace()).run(input, context);
        return new Pooled(values, spec.returnsIndices() ? context.indices() : null);
    }

    private static Step refuseStep(Object value) {
        throw new SpecException("pooling operators take no steps, and not " + value);
    }
}
