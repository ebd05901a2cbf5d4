package io.tarn.pool;

import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;

/** Windows sliding over planes whose padding mirrors what lies inside of the edges, without the edges themselves. */
final class Reflected {
    private Reflected() {}

    /**
     * The output's shape; refuses planes too small to fill the padding.
     *
     * @param argument what makes the padding
     */
    static Shape outputShape(String operator, String argument, Frame frame, TensorType input) {
        Shape output = Sliding.outputShape(operator, frame, Inputs.FULL_WIDTH, input);
        for (int i = 0; input.shape() != null && i < frame.rank(); i++) {
            int in = input.shape().size(1 + i);
            int padding = Math.max(
                    frame.padding().before().at(i), frame.padding().after().at(i));
            if (in != Shape.UNKNOWN && padding >= in) {
                throw new SpecException(
                        argument,
                        operator + ": " + Frame.dimension(frame.rank(), i) + " " + in + " can be mirrored by at most "
                                + (in - 1) + ", and the padding is " + padding + "; use a smaller " + argument
                                + " or a larger input");
            }
        }
        return output;
    }
}
