package io.tarn.kernel;

/**
 * How one axis is resampled: output {@code i} is the sum of {@code weights[i * taps + t] * input[first[i] + t]} for t
 * below {@code count[i]}, in fixed point with {@link #BITS} fraction bits.
 *
 * @param in the axis's size before
 * @param out its size after
 * @param taps the stride of {@code weights}
 */
public record ResampleAxis(int in, int out, int taps, int[] first, int[] count, int[] weights) {
    /** Pillow's: 32 bits less 8 for the pixel and 2 for sums beyond it. */
    public static final int BITS = 22;

    /** What its arrays take. */
    public long bytes() {
        return 4L * (first.length + count.length + weights.length);
    }
}
