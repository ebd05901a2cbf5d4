package io.tarn.pool;

import io.tarn.kernel.Box;
import io.tarn.kernel.Element;
import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.BoundStep;
import io.tarn.op.ImageException;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.io.Serializable;
import java.util.List;

/**
 * What pools of regions of interest have in common: boxes, and a grid of bins in each.
 *
 * @param outputSize bins along the height and the width
 * @param spatialScale elements of the input to a unit of the boxes
 */
public record Rois(Boxes boxes, Sizes outputSize, double spatialScale) implements Serializable {
    /** Farther positions are refused: float32 could not tell elements apart there, and sampling would not end. */
    private static final int FARTHEST = 1 << 24;

    static final Arg OUTPUT_SIZE =
            Arg.required("output_size", FrameArgs.perDimension(2), "bins along the height and the width of a box");
    static final Arg SPATIAL_SCALE = Arg.optional(
            "spatial_scale", "number", "1", "elements of the input to a unit of the boxes, 0.25 at a stride of 4");

    static Rois parse(Args args) {
        return new Rois(Boxes.parse(args), Sizes.of(args.sizes("output_size", 2)), args.number("spatial_scale", 1));
    }

    /** Refuses what no input makes possible. */
    void check(String operator) {
        for (int i = 0; i < 2; i++) {
            if (outputSize.at(i) < 1) {
                throw new SpecException(
                        "output_size", operator + ": output_size must be at least 1, not " + outputSize.at(i));
            }
        }
        if (!(spatialScale > 0 && Double.isFinite(spatialScale))) {
            throw new SpecException(
                    "spatial_scale", operator + ": spatial_scale must be a number above 0, not " + spatialScale);
        }
        for (List<Double> corners : boxes.isListed() ? boxes.listed() : List.<List<Double>>of()) {
            if (!isNear(box(Element.FLOAT64, Boxes.corners(corners), 0))) {
                throw new SpecException("boxes", operator + ": boxes must" + tooFar(corners));
            }
        }
    }

    TensorType outputType(String operator, TensorType input) {
        int channels = Inputs.shape(operator, 2, Inputs.FULL_WIDTH, input).size(0);
        if (boxes.isListed() && channels != Shape.UNKNOWN && !fits(boxes.count(), channels)) {
            throw new SpecException("boxes", operator + ": " + tooMany(boxes.count(), channels));
        }
        return input.withShape(shape(boxes.count(), channels));
    }

    /** Pools one box into the output from {@code to} on. */
    interface Pool {
        void run(Object in, Box box, Object out, int to);
    }

    /**
     * Runs the pool on each of an image's boxes.
     *
     * @param offset subtracted from scaled corners
     */
    BoundStep bind(String operator, TensorType input, Workspace workspace, double offset, Pool pool) {
        Element element = Inputs.element(input.dtype());
        int channels = input.shape().size(0);
        return (tensor, context) -> {
            List<double[]> all = boxes.of(operator, context);
            if (!fits(all.size(), channels)) {
                throw new ImageException("bad_boxes", operator + ": " + tooMany(all.size(), channels));
            }
            Tensor output = workspace.tensor(input.dtype(), shape(all.size(), channels));
            int to = 0;
            for (double[] corners : all) {
                Box box = box(element, corners, offset);
                if (!isNear(box)) {
                    throw new ImageException("bad_boxes", operator + ": boxes must" + tooFar(Boxes.listOf(corners)));
                }
                pool.run(tensor.array(), box, output.array(), to);
                to += output.length() / all.size();
            }
            return output;
        };
    }

    private Box box(Element element, double[] corners, double offset) {
        return Box.of(element, corners, spatialScale, offset);
    }

    private static boolean isNear(Box box) {
        return box.reach() <= FARTHEST;
    }

    private static String tooFar(List<Double> corners) {
        return " lie within " + FARTHEST + " elements of the input's first one, unlike " + corners;
    }

    private boolean fits(int boxes, int channels) {
        return (double) boxes * channels * outputSize.product() <= Integer.MAX_VALUE;
    }

    private String tooMany(int boxes, int channels) {
        return boxes + " boxes by " + channels + " channels by " + outputSize.product() + " bins are more than the "
                + Integer.MAX_VALUE + " elements of a tensor";
    }

    private Shape shape(int boxes, int channels) {
        return Shape.of(boxes, channels, outputSize.at(0), outputSize.at(1));
    }
}
