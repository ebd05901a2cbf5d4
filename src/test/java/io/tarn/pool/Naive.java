package io.tarn.pool;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Sliding pools by definition, one output and one tap at a time, in double rounded to the type after every operation
 * (which is the type's own operation). Written apart from the kernels: every tap of every window is enumerated, and
 * looked up by its coordinates.
 */
final class Naive {
    private final Tensor input;
    private final Frame frame;
    private final Shape output;
    private final DoubleUnaryOperator round;

    Naive(Tensor input, Frame frame, Shape output) {
        this.input = input;
        this.frame = frame;
        this.output = output;
        this.round = input.dtype() == DType.FLOAT32 ? value -> (float) value : value -> value;
    }

    /** A tap: the flat position in the channel, or -1 in the padding, or null beyond it. */
    private List<Integer> taps(int[] window) {
        List<Integer> taps = new ArrayList<>();
        int rank = frame.rank();
        int[] tap = new int[rank];
        for (long t = 0; t < frame.kernel().product(); t++) {
            long rest = t;
            for (int i = rank - 1; i >= 0; i--) {
                tap[i] = (int) (rest % frame.kernel().at(i));
                rest /= frame.kernel().at(i);
            }
            int position = 0;
            boolean inside = true;
            boolean beyond = false;
            for (int i = 0; i < rank; i++) {
                int in = input.shape().size(1 + i);
                int at = window[i] * frame.stride().at(i)
                        - frame.padding().before().at(i)
                        + tap[i] * frame.dilation().at(i);
                inside &= at >= 0 && at < in;
                beyond |= at >= in + frame.padding().after().at(i);
                position = position * in + at;
            }
            taps.add(inside ? (Integer) position : beyond ? null : (Integer) (-1));
        }
        return taps;
    }

    private interface PerWindow {
        void accept(int output, int channelStart, List<Integer> taps);
    }

    private void forEach(PerWindow action) {
        int rank = frame.rank();
        int inPlane = input.length() / input.shape().size(0);
        int outPlane = (int) (output.elements() / output.size(0));
        int[] window = new int[rank];
        for (int o = 0; o < output.elements(); o++) {
            int rest = o % outPlane;
            for (int i = rank - 1; i >= 0; i--) {
                window[i] = rest % output.size(1 + i);
                rest /= output.size(1 + i);
            }
            action.accept(o, o / outPlane * inPlane, taps(window));
        }
    }

    /** Values; indices of windows without a tap inside are -1, which only says that they are not checked. */
    Pooled max() {
        Tensor values = Tensor.zeros(input.dtype(), output);
        Tensor indices = Tensor.zeros(DType.INT64, output);
        forEach((o, channel, taps) -> {
            int best = -1;
            for (Integer tap : taps) {
                if (tap == null || tap < 0) {
                    continue;
                }
                double value = input.valueAt(channel + tap);
                if (best < 0 || value > input.valueAt(channel + best) || Double.isNaN(value)) {
                    best = tap;
                }
            }
            Tensors.set(values, o, best < 0 ? Tensors.lowest(input.dtype()) : input.valueAt(channel + best));
            indices.longs()[o] = best;
        });
        return new Pooled(values, indices);
    }

    /** The average; {@code divisor} 0 counts taps. */
    Tensor average(AvgPool.Counted counted, int divisor) {
        Tensor values = Tensor.zeros(input.dtype(), output);
        forEach((o, channel, taps) -> {
            double sum = 0;
            int count = 0;
            boolean any = false;
            for (Integer tap : taps) {
                boolean inside = tap != null && tap >= 0;
                any |= inside;
                sum = inside ? round.applyAsDouble(sum + input.valueAt(channel + tap)) : sum;
                count += inside || (tap != null && counted == AvgPool.Counted.PADDING_TOO) ? 1 : 0;
            }
            double mean = sum / (divisor == 0 ? count : divisor);
            mean = input.dtype() == DType.UINT8 ? Math.max(0, Math.min(255, Math.rint(mean))) : mean;
            Tensors.set(values, o, any ? 0.0 + mean : 0);
        });
        return values;
    }
}
