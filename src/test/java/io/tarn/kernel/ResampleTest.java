package io.tarn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The vector resampler against the plain one, with random weights, at every tail length. */
class ResampleTest {
    private final Random random = new Random(7);
    private final Resample scalar = new ResampleScalar();
    private final Resample vector = new ResampleVector();

    @Test
    void theBuildsJvmRunsTheVectorImplementation() {
        assertThat(Resample.create().kernel(480, 640, 128)).startsWith("vector");
        assertThat(Resample.create().kernel(1, 50_000_000, 128)).isEqualTo("scalar");
    }

    @Test
    void everyTailAndChannelCount() {
        for (int channels : new int[] {1, 3, 4}) {
            for (int size = 1; size <= 2 * 16 + 3; size++) {
                check(size, 17, channels, axis(17, size), axis(size, 20));
                check(20, size, channels, axis(size, 33), axis(20, size));
                check(size, 19, channels, null, axis(size, 5));
                check(19, size, channels, axis(size, 7), null);
            }
        }
    }

    @Test
    void anImageThatTakesMoreThanAnArrayHolds() {
        assertThat(ResampleVector.fits(20_000, 20_000, 20_000)).isTrue();
        assertThat(ResampleVector.fits(30_000, 30_000, 20_000)).isFalse();
        assertThat(ResampleVector.fits(1, Integer.MAX_VALUE, 1)).isFalse();
        assertThat(ResampleVector.fits(1, 1, Integer.MAX_VALUE)).isFalse();
    }

    /** Weights of both signs; sums may leave 0..255 and are clipped, but stay within an int. */
    private ResampleAxis axis(int in, int out) {
        int taps = Math.min(5, in);
        int[] first = new int[out];
        int[] count = new int[out];
        int[] weights = new int[out * taps];
        for (int i = 0; i < out; i++) {
            count[i] = 1 + random.nextInt(taps);
            first[i] = random.nextInt(in - count[i] + 1);
            for (int t = 0; t < count[i]; t++) {
                weights[i * taps + t] = random.nextInt(3 << 20) - (1 << 19);
            }
        }
        return new ResampleAxis(in, out, taps, first, count, weights);
    }

    private void check(int height, int width, int channels, ResampleAxis horizontal, ResampleAxis vertical) {
        byte[] source = new byte[height * width * channels];
        random.nextBytes(source);
        int outHeight = vertical == null ? height : vertical.out();
        int outWidth = horizontal == null ? width : horizontal.out();
        byte[] expected = new byte[outHeight * outWidth * channels];
        byte[] actual = new byte[expected.length];
        Resample.Samples samples = (from, target, length) -> System.arraycopy(source, from, target, 0, length);
        scalar.resize(samples, height, width, channels, horizontal, vertical, expected);
        vector.resize(samples, height, width, channels, horizontal, vertical, actual);
        assertThat(Arrays.equals(actual, expected))
                .as("%d x %d x %d to %d x %d", height, width, channels, outHeight, outWidth)
                .isTrue();
    }
}
