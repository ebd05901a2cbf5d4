package io.tarn.spark;

import io.tarn.pipeline.Failure;
import io.tarn.pipeline.PooledRow;
import io.tarn.plan.Plan;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;

/** What {@code layout: tensor} asks of a row: the shapes and types that the plan promised. */
final class TensorLists {
    private final Plan plan;

    TensorLists(Plan plan) {
        this.plan = plan;
    }

    /** Why a row cannot be written, or null where it can. */
    Failure misfit(PooledRow row, long encodedBytes) {
        for (int i = 0; i < plan.outputs().size(); i++) {
            Plan.Chain output = plan.outputs().get(i);
            if (output.isPng()) {
                continue;
            }
            Shape indices = output.returnsIndices() ? output.type().indices() : null;
            if (differs(row.output(i), output.type().dtype(), output.type().shape())
                    || differs(row.indices(i), DType.INT64, indices)) {
                return new Failure(
                        row.id(),
                        output.name(),
                        "encode",
                        "shape_differs",
                        "the output is " + row.output(i) + ", and output.layout: tensor holds " + output.type()
                                + " in every row",
                        encodedBytes);
            }
        }
        return null;
    }

    private static boolean differs(Tensor tensor, DType dtype, Shape shape) {
        return tensor != null && (tensor.dtype() != dtype || !tensor.shape().equals(shape));
    }
}
