package io.tarn.image;

import io.tarn.kernel.ResampleAxis;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The weights of a resampled axis, as Pillow computes them (src/libImaging/Resample.c); the last used are kept. */
final class Weights {
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

    private Weights() {}

    /** For an axis of {@code in} pixels that becomes {@code out}, or null where nothing changes. */
    static ResampleAxis axis(int in, int out, Filter filter) {
        if (in == out) {
            return null;
        }
        Key key = new Key(in, out, filter);
        ResampleAxis known = CACHE.get(key);
        if (known == null) {
            known = compute(in, out, filter);
            CACHE.put(key, known);
        }
        return known;
    }

    private static ResampleAxis compute(int in, int out, Filter filter) {
        double scale = (double) in / out;
        double stretch = Math.max(scale, 1);
        double support = filter.support() * stretch;
        int taps = (int) Math.ceil(support) * 2 + 1;
        int[] first = new int[out];
        int[] count = new int[out];
        int[] weights = new int[Math.multiplyExact(out, taps)];
        double[] exact = new double[taps];
        for (int i = 0; i < out; i++) {
            double center = (i + 0.5) * scale;
            int from = Math.max((int) (center - support + 0.5), 0);
            int to = Math.min((int) (center + support + 0.5), in);
            double total = 0;
            for (int t = 0; t < to - from; t++) {
                exact[t] = filter.weight((t + from - center + 0.5) * (1 / stretch));
                total += exact[t];
            }
            for (int t = 0; t < to - from; t++) {
                double share = total == 0 ? exact[t] : exact[t] / total;
                weights[i * taps + t] = (int) (share * (1 << ResampleAxis.BITS) + (share < 0 ? -0.5 : 0.5));
            }
            first[i] = from;
            count[i] = to - from;
        }
        return new ResampleAxis(in, out, taps, first, count, weights);
    }
}
