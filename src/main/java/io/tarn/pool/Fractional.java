package io.tarn.pool;

import io.tarn.kernel.Pooling;
import io.tarn.kernel.RegionKernel;
import io.tarn.kernel.Regions;
import io.tarn.kernel.Span;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Tensor;

/** A fractional pool bound to an input: regions of their own in every channel, and where drawn in every image. */
final class Fractional implements BoundStep {
    private final FractionalMaxPool spec;
    private final FractionalSamples samples;
    private final RegionKernel kernel;
    private final Tensor output;
    private final Tensor indices;
    private final Span[] spans = {Span.SINGLE, null, null};
    private final Regions regions;
    private final double[] row;

    Fractional(FractionalMaxPool spec, FractionalSamples samples, TensorType input, Tensor output) {
        this.spec = spec;
        this.samples = samples;
        this.kernel = Pooling.regionMax(Inputs.element(input.dtype()));
        this.output = output;
        this.indices = spec.returnsIndices() ? Tensor.zeros(DType.INT64, output.shape()) : null;
        int rank = spec.kernel().rank();
        for (int i = 0; i < rank; i++) {
            spans[3 - rank + i] =
                    new Span(input.shape().size(1 + i), output.shape().size(1 + i));
        }
        this.regions = new Regions(spans[0], spans[1], spans[2]);
        this.row = new double[rank];
    }

    @Override
    public Tensor run(Tensor input, Context context) {
        samples.start(context.id());
        long[] positions = indices == null ? null : indices.longs();
        for (int c = 0; c < output.shape().size(0); c++) {
            samples.next(c, row);
            place();
            int plane = c * regions.inPlane();
            kernel.run(input.array(), plane, regions, output.array(), c * regions.outPlane(), positions);
        }
        if (indices != null) {
            context.indices(indices);
        }
        return output;
    }

    private void place() {
        int rank = row.length;
        for (int dimension = 0; dimension < rank; dimension++) {
            Span span = spans[3 - rank + dimension];
            int size = spec.kernel().at(dimension);
            for (int i = 0; i < span.out(); i++) {
                int start = samples.start(i, span.in(), span.out(), size, row[dimension]);
                span.set(i, start, start + size);
            }
        }
    }

    @Override
    public String kernel() {
        return kernel.name();
    }
}
