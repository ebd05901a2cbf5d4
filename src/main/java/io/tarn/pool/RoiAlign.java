package io.tarn.pool;

import io.tarn.kernel.BoxAlign;
import io.tarn.op.Arg;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Workspace;
import java.util.List;

/**
 * The mean of bilinear samples in each bin of boxes ({@code roi_align}; torchvision.ops.roi_align, after He et al.,
 * Mask R-CNN, 2017, arXiv:1703.06870): [C, H, W] and R boxes to [R, C, h, w]. Corners are scaled and not rounded; a
 * dimension of the box is cut into m bins of equal size b, and a bin is sampled at (i + 0.5) * b / g from its start for
 * i below g. A sample up to one element outside the input takes the edge's value; one farther out counts as 0, as does a
 * bin without samples. float32 and float64, computed in their precision, a bin's samples added in row-major order and
 * divided by their number: the bits of torchvision on a CPU, except that samples outside take no NaN from element 0.
 *
 * @param samplingRatio g along either dimension; b rounded up where it is 0 or less
 */
public record RoiAlign(Rois rois, int samplingRatio, Centers centers) implements PoolSpec {
    /** Where elements lie in the boxes' coordinates, once scaled. */
    public enum Centers {
        /** Element i at i ({@code aligned: false}): boxes narrower than an element are widened to one. */
        AT_INTEGERS,
        /** Element i at i + 0.5 ({@code aligned: true}). */
        AT_HALVES
    }

    static final List<Operator> OPERATORS = List.of(new Operator(
            "roi_align",
            "the mean of bilinear samples in each bin of boxes, [C, H, W] and R boxes to [R, C, h, w]",
            "torchvision.ops.roi_align; He et al. 2017, arXiv:1703.06870",
            List.of(
                    Boxes.ARG,
                    Rois.OUTPUT_SIZE,
                    Rois.SPATIAL_SCALE,
                    Arg.optional(
                            "sampling_ratio",
                            "int",
                            "-1",
                            "samples of a bin along either dimension; 0 or less for its size, rounded up"),
                    Arg.optional(
                            "aligned",
                            "true or false",
                            "false",
                            "true: elements lie at 0.5, 1.5, ...; false: at 0, 1, ..., boxes being at least 1 wide")),
            args -> new RoiAlign(
                    Rois.parse(args),
                    args.integer("sampling_ratio", -1),
                    args.flag("aligned") ? Centers.AT_HALVES : Centers.AT_INTEGERS)));

    /** Samples along a dimension of a box; more would take hours. */
    private static final int MOST_SAMPLES = 1 << 18;

    public RoiAlign {
        rois.check("roi_align");
        int bins = Math.max(rois.outputSize().at(0), rois.outputSize().at(1));
        if ((long) samplingRatio * bins > MOST_SAMPLES) {
            throw new SpecException(
                    "sampling_ratio",
                    "roi_align: sampling_ratio " + samplingRatio + " over " + bins + " bins is more than "
                            + MOST_SAMPLES + " samples; use at most " + MOST_SAMPLES / bins);
        }
    }

    @Override
    public String name() {
        return "roi_align";
    }

    @Override
    public TensorType outputType(TensorType input) {
        return rois.outputType(name(), input);
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        boolean halves = centers == Centers.AT_HALVES;
        Shape shape = input.shape();
        Sizes bins = rois.outputSize();
        BoxAlign align = new BoxAlign(
                Inputs.element(input.dtype()),
                shape.size(0),
                shape.size(1),
                shape.size(2),
                bins.at(0),
                bins.at(1),
                samplingRatio,
                halves ? Double.NEGATIVE_INFINITY : 1);
        return rois.bind(name(), input, workspace, halves ? 0.5 : 0, align::run);
    }
}
