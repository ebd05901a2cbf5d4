package io.tarn.pool;

import io.tarn.kernel.Axis;
import io.tarn.kernel.Window;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import java.io.Serializable;

/**
 * How windows slide: the arguments that every sliding pool has.
 *
 * @param kernel taps per dimension
 * @param stride from one window to the next
 * @param padding around the input
 * @param dilation from one tap to the next
 */
public record Frame(Sizes kernel, Sizes stride, Padding padding, Sizes dilation, Rounding rounding)
        implements Serializable {
    private static final String[][] DIMENSIONS = {
        {"length"}, {"height", "width"}, {"depth", "height", "width"},
    };

    /** Windows side by side, without padding. */
    public static Frame of(Sizes kernel) {
        return of(kernel, kernel);
    }

    /** Windows {@code stride} apart, without padding. */
    public static Frame of(Sizes kernel, Sizes stride) {
        int rank = kernel.rank();
        return new Frame(kernel, stride, Padding.none(rank), Sizes.all(rank, 1), Rounding.FLOOR);
    }

    /** Spatial dimensions, 1 to 3. */
    public int rank() {
        return kernel.rank();
    }

    static String dimension(int rank, int dimension) {
        return DIMENSIONS[rank - 1][dimension];
    }

    /** Refuses what no input makes possible. */
    Frame check(String operator) {
        for (int i = 0; i < rank(); i++) {
            atLeast(operator, "kernel_size", kernel.at(i), 1);
            atLeast(operator, "stride", stride.at(i), 1);
            atLeast(operator, "dilation", dilation.at(i), 1);
            atLeast(operator, "padding", padding.before().at(i), 0);
            atLeast(operator, "padding", padding.after().at(i), 0);
            int most = Math.max(padding.before().at(i), padding.after().at(i));
            if (padding.form() == Padding.Form.BOTH_SIDES && most > kernel.at(i) / 2) {
                throw new SpecException(
                        "padding",
                        operator + ": padding " + most + " is more than half of kernel_size " + kernel.at(i)
                                + "; use at most " + kernel.at(i) / 2);
            }
            if (padding.form() == Padding.Form.EACH_SIDE && most >= reach(i)) {
                throw new SpecException(
                        "padding",
                        operator + ": padding " + most + " is not less than the " + reach(i)
                                + " that a window reaches over; use at most " + (reach(i) - 1));
            }
        }
        double taps = 1;
        for (int i = 0; i < rank(); i++) {
            taps *= kernel.at(i);
        }
        if (taps >= Long.MAX_VALUE) {
            throw new SpecException(
                    "kernel_size",
                    operator + ": kernel_size " + kernel + " has more taps than can be counted; use less");
        }
        boolean automatic = padding.form().compareTo(Padding.Form.SAME_UPPER) >= 0;
        if (automatic && rounding != Rounding.FLOOR) {
            throw new SpecException(
                    "ceil_mode",
                    operator + ": ceil_mode does not go with auto_pad, which sets the output size; leave one out");
        }
        return this;
    }

    private static void atLeast(String operator, String argument, int value, int least) {
        if (value < least) {
            throw new SpecException(
                    argument, operator + ": " + argument + " must be at least " + least + ", not " + value);
        }
    }

    /** Elements from a window's first tap to its last, both included. */
    private long reach(int i) {
        return (long) dilation.at(i) * (kernel.at(i) - 1) + 1;
    }

    /**
     * Windows along one dimension.
     *
     * @param in elements, or {@link Shape#UNKNOWN}
     * @throws SpecException if there is none
     */
    int outputSize(String operator, int i, int in) {
        if (in == Shape.UNKNOWN) {
            return Shape.UNKNOWN;
        }
        int step = stride.at(i);
        switch (padding.form()) {
            case SAME_UPPER, SAME_LOWER -> {
                checkExtent(operator, i, "kernel_size", (long) in + samePadding(i, in));
                return (in - 1) / step + 1;
            }
            default -> {}
        }
        long padded = (long) in + padding.before().at(i) + padding.after().at(i);
        long room = padded - reach(i);
        long out = Math.floorDiv(rounding == Rounding.FLOOR ? room : room + step - 1, (long) step) + 1;
        if (rounding == Rounding.CEIL
                && (out - 1) * step >= (long) in + padding.before().at(i)) {
            out--;
        }
        if (out < 1) {
            String dimension = dimension(rank(), i);
            String window = dilation.at(i) == 1
                    ? "kernel_size " + kernel.at(i)
                    : "kernel_size " + kernel.at(i) + " with dilation " + dilation.at(i) + " reaches over " + reach(i)
                            + " and";
            String size = padded == in ? dimension + " " + in : dimension + " " + in + " padded to " + padded;
            throw new SpecException(
                    "kernel_size",
                    operator + ": " + window + " does not fit into " + size + "; use at most "
                            + ((padded - 1) / dilation.at(i) + 1) + " or a larger input");
        }
        if (out > Integer.MAX_VALUE) {
            throw new SpecException(
                    "padding",
                    operator + ": the output's " + dimension(rank(), i) + " would be " + out + "; at most "
                            + Integer.MAX_VALUE + " is possible");
        }
        int larger = Math.max(padding.before().at(i), padding.after().at(i));
        checkExtent(operator, i, "padding", (long) in + larger);
        return (int) out;
    }

    /** What the automatic forms add along a dimension of that many elements, on both sides together. */
    private long samePadding(int i, int in) {
        return Math.max(0, (long) ((in - 1) / stride.at(i)) * stride.at(i) + reach(i) - in);
    }

    /** Positions in the padding are ints, as those in the input. */
    private void checkExtent(String operator, int i, String argument, long extent) {
        if (extent > Integer.MAX_VALUE) {
            throw new SpecException(
                    argument,
                    operator + ": " + argument + " pads the " + dimension(rank(), i) + " to " + extent + "; at most "
                            + Integer.MAX_VALUE + " is possible");
        }
    }

    /** PyTorch's 3-D averages, and they alone, refuse an input smaller than the kernel however it is padded. */
    Shape checkAverage(String operator, TensorType input, Shape output) {
        boolean torch = padding.form() == Padding.Form.BOTH_SIDES && rounding != Rounding.CEIL_ONNX10;
        for (int i = 0; i < rank() && rank() == 3 && torch && input.shape() != null; i++) {
            int in = input.shape().size(1 + i);
            if (in != Shape.UNKNOWN && in < kernel.at(i)) {
                throw new SpecException(
                        "kernel_size",
                        operator + ": kernel_size " + kernel.at(i) + " is more than " + dimension(3, i) + " " + in
                                + ", which padding does not mend in 3-D averages; use at most " + in);
            }
        }
        return output;
    }

    /** The geometry over an input of which all sizes are known. */
    Window window(String operator, Shape input) {
        Axis[] axes = {Axis.SINGLE, Axis.SINGLE, Axis.SINGLE};
        for (int i = 0; i < rank(); i++) {
            int in = input.size(1 + i);
            int out = outputSize(operator, i, in);
            int before = padding.before().at(i);
            int after = padding.after().at(i);
            if (padding.form() == Padding.Form.SAME_UPPER || padding.form() == Padding.Form.SAME_LOWER) {
                int total = (int) samePadding(i, in);
                after = padding.form() == Padding.Form.SAME_UPPER ? total - total / 2 : total / 2;
                before = total - after;
            }
            axes[3 - rank() + i] = new Axis(in, out, kernel.at(i), stride.at(i), before, after, dilation.at(i));
        }
        return new Window(input.size(0), axes[0], axes[1], axes[2]);
    }
}
