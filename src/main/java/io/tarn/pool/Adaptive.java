package io.tarn.pool;

import io.tarn.kernel.CascadeSum;
import io.tarn.kernel.Pooling;
import io.tarn.kernel.RegionKernel;
import io.tarn.kernel.Regions;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;

/** The same regions in every channel, bound to an input. */
final class Adaptive implements BoundStep {
    private final RegionKernel kernel;
    private final Regions regions;
    private final Tensor output;
    private final Tensor indices;

    private Adaptive(RegionKernel kernel, Regions regions, Tensor output, Tensor indices) {
        this.kernel = kernel;
        this.regions = regions;
        this.output = output;
        this.indices = indices;
    }

    static BoundStep max(TensorType input, Shape output, Indices indices, Workspace workspace) {
        Tensor positions = indices == Indices.NONE ? null : Tensor.zeros(DType.INT64, output);
        return Widened.bind(
                input,
                workspace,
                (type, target) -> new Adaptive(
                        Pooling.regionMax(Inputs.element(type.dtype())),
                        AdaptiveSizes.regions(type.shape(), output),
                        target.tensor(type.dtype(), output),
                        positions));
    }

    static BoundStep average(TensorType input, Shape output, Workspace workspace) {
        return Widened.bind(input, workspace, (type, target) -> {
            Tensor result = target.tensor(type.dtype(), output);
            return output.elements() == output.size(0)
                    ? new Means(Pooling.cascadeSum(Inputs.element(type.dtype())), result)
                    : new Adaptive(
                            Pooling.regionAverage(Inputs.element(type.dtype())),
                            AdaptiveSizes.regions(type.shape(), output),
                            result,
                            null);
        });
    }

    @Override
    public Tensor run(Tensor input, Context context) {
        long[] positions = indices == null ? null : indices.longs();
        for (int c = 0; c < output.shape().size(0); c++) {
            int plane = c * regions.inPlane();
            kernel.run(input.array(), plane, regions, output.array(), c * regions.outPlane(), positions);
        }
        if (indices != null) {
            context.indices(indices);
        }
        return output;
    }

    @Override
    public String kernel() {
        return kernel.name();
    }

    /** One element per channel, which PyTorch computes as a mean. */
    private record Means(CascadeSum sum, Tensor output) implements BoundStep {
        @Override
        public Tensor run(Tensor input, Context context) {
            int channels = output.length();
            sum.means(input.array(), input.length() / channels, channels, output.array());
            return output;
        }

        @Override
        public String kernel() {
            return sum.name();
        }
    }
}
