package io.tarn.pool;

import io.tarn.kernel.Doubles;
import io.tarn.kernel.Pooling;
import io.tarn.kernel.RegionKernel;
import io.tarn.kernel.Regions;
import io.tarn.op.Arg;
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
 * Regional maximum activations of convolutions ({@code rmac}; Tolias, Sicre and Jégou, ICLR 2016, arXiv:1511.05879):
 * [C, H, W] to [C], the l2-normalised sum of the l2-normalised maxima of square regions. Level l, from 1, has l regions
 * along the shorter side and l + m - 1 along the longer one, of side floor(2 * min(H, W) / (l + 1)), region i of n at
 * floor(i * (size - side) / (n - 1)); m, of 2 to 7, makes those of level 1 overlap by closest to 40 %, and is 1 on a
 * square. Normalising is v / (|v| + 1e-6). As in the paper, and unlike some code, the whole plane is no further region.
 *
 * <p>float32 and float64; norms and sums are doubles and rounded once. A NaN makes the whole descriptor NaN.
 */
public record Rmac(int levels) implements PoolSpec {
    private static final double EPSILON = 1e-6;

    static final List<Operator> OPERATORS = List.of(new Operator(
            "rmac",
            "the l2-normalised sum of the l2-normalised maxima of square regions, [C, H, W] to [C]",
            "Tolias, Sicre and Jégou 2016, arXiv:1511.05879",
            List.of(Arg.optional("levels", "int", "3", "sizes of regions, the largest as large as fits")),
            args -> new Rmac(args.integer("levels", 3))));

    public Rmac {
        if (levels < 1) {
            throw new SpecException("levels", "rmac: levels must be at least 1, not " + levels);
        }
    }

    @Override
    public String name() {
        return "rmac";
    }

    @Override
    public TensorType outputType(TensorType input) {
        return input.withShape(
                Shape.of(Inputs.shape(name(), 2, Inputs.FULL_WIDTH, input).size(0)));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        Shape shape = input.shape();
        return new Bound(
                Pooling.regionMax(Inputs.element(input.dtype())),
                RmacRegions.of(levels, shape.size(1), shape.size(2)),
                workspace.tensor(input.dtype(), outputType(input).shape()));
    }

    private static final class Bound implements BoundStep {
        private final RegionKernel kernel;
        private final List<Regions> levels;
        private final Tensor output;
        private final Tensor maxima;
        private final double[] vectors;
        private final double[] sum;

        Bound(RegionKernel kernel, List<Regions> levels, Tensor output) {
            this.kernel = kernel;
            this.levels = levels;
            this.output = output;
            int channels = output.length();
            int most = levels.stream().mapToInt(Regions::outPlane).max().orElseThrow();
            this.maxima = Tensor.zeros(output.dtype(), Shape.of(channels, most));
            this.vectors = new double[channels * most];
            this.sum = new double[channels];
        }

        @Override
        public Tensor run(Tensor input, Context context) {
            Arrays.fill(sum, 0);
            for (Regions regions : levels) {
                int count = regions.outPlane();
                for (int c = 0; c < sum.length; c++) {
                    kernel.run(input.array(), c * regions.inPlane(), regions, maxima.array(), c * count, null);
                }
                Doubles.read(maxima.array(), 0, vectors, sum.length * count);
                for (int region = 0; region < count; region++) {
                    addNormalised(region, count);
                }
            }
            double norm = norm(sum, 0, 1);
            for (int c = 0; c < sum.length; c++) {
                sum[c] /= norm + EPSILON;
            }
            Doubles.write(sum, output.array(), 0, sum.length);
            return output;
        }

        private void addNormalised(int region, int regions) {
            double norm = norm(vectors, region, regions);
            for (int c = 0; c < sum.length; c++) {
                sum[c] += vectors[region + c * regions] / (norm + EPSILON);
            }
        }

        private double norm(double[] values, int first, int step) {
            double squares = 0;
            for (int c = 0; c < sum.length; c++) {
                squares += values[first + c * step] * values[first + c * step];
            }
            return Math.sqrt(squares);
        }

        @Override
        public String kernel() {
            return kernel.name();
        }
    }
}
