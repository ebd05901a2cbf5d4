package io.tarn.image;

import io.tarn.kernel.ResampleAxis;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights of a resampled axis, as Pillow computes them (src/libImaging/Resample.c).
 *
 * @param first the first input of each output
 * @param count how many inputs it has
 * @param weights those of output i from i * taps on, with a sum of 1
 */
record Weights(int in, int out, int taps, int[] first, int[] count, double[] weights) {
    private static final long KEPT_BYTES = 32 << 20;

    private record Key(int in, int out, Filter filter) {}

    /** Those that were used last. */
    private static final class Kept {
        private final Map<Key, ResampleAxis> axes = new LinkedHashMap<>(64, 0.75f, true);
        private long bytes;

        synchronized ResampleAxis get(Key key) {
            return axes.get(key);
        }

        synchronized void put(Key key, ResampleAxis axis) {
            if (axis.bytes() > KEPT_BYTES || axes.putIfAbsent(key, axis) != null) {
                return;
            }
            bytes += axis.bytes();
            for (Iterator<ResampleAxis> eldest = axes.values().iterator(); bytes > KEPT_BYTES; eldest.remove()) {
                bytes -= eldest.next().bytes();
            }
        }
    }

    private static final Kept KEPT = new Kept();

    /** In fixed point, for an axis of {@code in} pixels that becomes {@code out}, or null where nothing changes. */
    static ResampleAxis axis(int in, int out, Filter filter) {
        if (in == out) {
            return null;
        }
        Key key = new Key(in, out, filter);
        ResampleAxis known = KEPT.get(key);
        if (known == null) {
            known = exact(in, out, filter).rounded();
            KEPT.put(key, known);
        }
        return known;
    }

    private ResampleAxis rounded() {
        int[] fixed = new int[weights.length];
        for (int i = 0; i < fixed.length; i++) {
            fixed[i] = (int) (weights[i] * (1 << ResampleAxis.BITS) + (weights[i] < 0 ? -0.5 : 0.5));
        }
        return new ResampleAxis(in, out, taps, first, count, fixed);
    }

    static Weights exact(int in, int out, Filter filter) {
        double scale = (double) in / out;
        double stretch = Math.max(scale, 1);
        double support = filter.support() * stretch;
        int taps = (int) Math.ceil(support) * 2 + 1;
        Weights axis =
                new Weights(in, out, taps, new int[out], new int[out], new double[Math.multiplyExact(out, taps)]);
        for (int i = 0; i < out; i++) {
            double center = (i + 0.5) * scale;
            int from = Math.max((int) (center - support + 0.5), 0);
            int to = Math.min((int) (center + support + 0.5), in);
            double total = 0;
            for (int t = 0; t < to - from; t++) {
                double weight = filter.weight((t + from - center + 0.5) * (1 / stretch));
                axis.weights[i * taps + t] = weight;
                total += weight;
            }
            for (int t = 0; t < to - from && total != 0; t++) {
                axis.weights[i * taps + t] /= total;
            }
            axis.first[i] = from;
            axis.count[i] = to - from;
        }
        return axis;
    }
}
