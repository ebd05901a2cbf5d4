package io.tarn.pool;

import io.tarn.tensor.DType;
import java.util.List;

/**
 * The samples of a fractional pool, channel by channel: given, or drawn from the seed and the image's id. Drawn ones
 * are the upper 24 bits of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) as a fraction; it starts from the seed xor
 * the 64-bit FNV-1a hash of the id's UTF-16 units, low byte first. So an image's windows depend on nothing else.
 */
final class FractionalSamples {
    private final List<List<Double>> given;
    private final long seed;
    private final int rank;
    private final DType dtype;
    private long state;

    FractionalSamples(List<List<Double>> given, long seed, int rank, DType dtype) {
        this.given = given;
        this.seed = seed;
        this.rank = rank;
        this.dtype = dtype;
    }

    /** Starts over for an image. */
    void start(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ (id.charAt(i) & 0xff)) * 0x100000001b3L;
            hash = (hash ^ (id.charAt(i) >>> 8)) * 0x100000001b3L;
        }
        state = seed ^ hash;
    }

    /** Fills {@code row} with the next channel's samples, outermost dimension first, rounded to the element type. */
    void next(int channel, double[] row) {
        for (int i = 0; i < rank; i++) {
            // In 2-D a row is (width, height).
            int dimension = rank == 2 ? 1 - i : i;
            row[dimension] = round(given == null ? draw() : given.get(channel).get(i));
        }
    }

    private double draw() {
        state += 0x9e3779b97f4a7c15L;
        long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return ((z ^ (z >>> 31)) >>> 40) * 0x1p-24;
    }

    /** The start of window {@code i} of {@code out} over {@code in} elements. */
    int start(int i, int in, int out, int kernel, double sample) {
        int last = in - kernel;
        if (i == out - 1) {
            return last;
        }
        double alpha = round(round(last) / round(out - 1));
        int start = (int) round(round(round(i) + sample) * alpha) - (int) round(sample * alpha);
        return Math.min(start, last);
    }

    /** A double operation on values of the type, rounded to it, is the type's own operation. */
    private double round(double value) {
        return dtype == DType.FLOAT64 ? value : Widened.round(dtype, (float) value);
    }
}
