package io.tarn.image;

import io.tarn.kernel.ResampleAxis;
import java.util.Collections;
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
    private static final int KEPT = 256;

    private record Key(int in, int out, Filter filter) {}

    private static final Map<Key, ResampleAxis> CACHE =
            Collections.synchronizedMap(new LinkedHashMap<>(KEPT, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, ResampleAxis> eldest) {
                    return size() > KEPT;
                }
            });

    /** In fixed point, for an axis of {@code in} pixels that becomes {@code out}, or null where nothing changes. */
    static ResampleAxis axis(int in, int out, Filter filter) {
        if (in == out) {
            return null;
        }
        Key key = new Key(in, out, filter);
        ResampleAxis known = CACHE.get(key);
        if (known == null) {
            known = exact(in, out, filter).rounded();
            CACHE.put(key, known);
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
