package io.tarn.pool;

import io.tarn.kernel.BoxMax;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Workspace;
import java.util.List;

/**
 * The largest element in each bin of boxes ({@code roi_max_pool}; torchvision.ops.roi_pool, after Girshick, Fast R-CNN,
 * 2015, arXiv:1504.08083): [C, H, W] and R boxes to [R, C, h, w]. A box's corners times the scale are rounded, halves
 * away from zero, and both belong to it; it has n = max(last - first + 1, 1) elements along a dimension, and bin i of m
 * goes from first + floor(i * n / m) to below first + ceil((i + 1) * n / m), clipped to the input. float32 and float64,
 * in whose precision bins are cut; the bits are those of torchvision on a CPU.
 *
 * <p>As there, a bin outside the input is 0, NaN never wins, and a bin of nothing but NaN or -inf is -3.4028235e38.
 */
public record RoiMaxPool(Rois rois) implements PoolSpec {
    static final List<Operator> OPERATORS = List.of(new Operator(
            "roi_max_pool",
            "the largest element in each bin of boxes, [C, H, W] and R boxes to [R, C, h, w]",
            "torchvision.ops.roi_pool; Girshick 2015, arXiv:1504.08083",
            List.of(Boxes.ARG, Rois.OUTPUT_SIZE, Rois.SPATIAL_SCALE),
            args -> new RoiMaxPool(Rois.parse(args))));

    public RoiMaxPool {
        rois.check("roi_max_pool");
    }

    @Override
    public String name() {
        return "roi_max_pool";
    }

    @Override
    public TensorType outputType(TensorType input) {
        return rois.outputType(name(), input);
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        Shape shape = input.shape();
        Sizes bins = rois.outputSize();
        BoxMax max = new BoxMax(shape.size(0), shape.size(1), shape.size(2), bins.at(0), bins.at(1));
        return rois.bind(name(), input, workspace, 0, max::run);
    }
}
