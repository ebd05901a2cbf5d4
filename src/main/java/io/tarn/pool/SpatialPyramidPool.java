package io.tarn.pool;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.Arrays;
import java.util.List;

/**
 * Maxima or means over ever finer grids, one after the other ({@code spatial_pyramid_pool}; He et al., ECCV 2014,
 * arXiv:1406.4729): [C, H, W] to [C * sum of l * l]. Level l has l x l bins; bin i along H covers floor(i * H / l) to
 * below ceil((i + 1) * H / l). Levels follow each other as given, in a level channels, in a channel rows. A level has
 * the bits of {@link AdaptiveMaxPool} or {@link AdaptiveAvgPool} of that size: NaN beats numbers. float32 and float64.
 *
 * @param levels bins along either dimension, each at least 1
 */
public record SpatialPyramidPool(List<Integer> levels, Mode mode) implements PoolSpec {
    /** What becomes of a bin. */
    public enum Mode {
        MAX,
        AVG
    }

    static final List<Operator> OPERATORS = List.of(new Operator(
            "spatial_pyramid_pool",
            "maxima or means over ever finer grids, [C, H, W] to [C * sum of level^2]",
            "He, Zhang, Ren and Sun 2014, arXiv:1406.4729",
            List.of(
                    Arg.optional("levels", "list of ints", "[1, 2, 4]", "bins along either dimension of each level"),
                    Arg.optional("mode", "max or avg", "max", "what becomes of a bin")),
            SpatialPyramidPool::parse));

    public SpatialPyramidPool {
        levels = List.copyOf(levels);
        if (levels.isEmpty()) {
            throw new SpecException("levels", "spatial_pyramid_pool: levels is empty; give at least one");
        }
        for (int level : levels) {
            if (level < 1) {
                throw new SpecException("levels", "spatial_pyramid_pool: levels must be at least 1 each, not " + level);
            }
        }
    }

    private static SpatialPyramidPool parse(Args args) {
        int[] levels = {1, 2, 4};
        if (args.has("levels")) {
            levels = args.sizes("levels", args.list("levels").size());
        }
        boolean max = args.choice("mode", "max", List.of("max", "avg")).equals("max");
        return new SpatialPyramidPool(Arrays.stream(levels).boxed().toList(), max ? Mode.MAX : Mode.AVG);
    }

    @Override
    public String name() {
        return "spatial_pyramid_pool";
    }

    @Override
    public TensorType outputType(TensorType input) {
        int channels = Inputs.shape(name(), 2, Inputs.FULL_WIDTH, input).size(0);
        if (channels == Shape.UNKNOWN) {
            return input.withShape(Shape.of(Shape.UNKNOWN));
        }
        double elements = 0;
        for (int level : levels) {
            elements += (double) channels * level * level;
        }
        if (elements > Integer.MAX_VALUE) {
            throw new SpecException(
                    "levels",
                    name() + ": levels " + levels + " of " + channels + " channels are more than the "
                            + Integer.MAX_VALUE + " elements of a tensor; use smaller ones");
        }
        return input.withShape(Shape.of((int) elements));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        Tensor output = workspace.tensor(input.dtype(), outputType(input).shape());
        int channels = input.shape().size(0);
        List<BoundStep> bound = levels.stream()
                .map(level -> Shape.of(channels, level, level))
                .map(grid -> mode == Mode.MAX
                        ? Adaptive.max(input, grid, Indices.NONE, new Workspace())
                        : Adaptive.average(input, grid, new Workspace()))
                .toList();
        return new Bound(bound, output);
    }

    private record Bound(List<BoundStep> levels, Tensor output) implements BoundStep {
        @Override
        @SuppressWarnings("SuspiciousSystemArraycopy") // arrays of one element type
        public Tensor run(Tensor input, Context context) {
            int filled = 0;
            for (BoundStep level : levels) {
                Tensor bins = level.run(input, context);
                System.arraycopy(bins.array(), 0, output.array(), filled, bins.length());
                filled += bins.length();
            }
            return output;
        }

        @Override
        public String kernel() {
            return levels.get(0).kernel();
        }
    }
}
