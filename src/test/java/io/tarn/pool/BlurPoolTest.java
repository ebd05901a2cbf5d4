package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlurPoolTest {
    private static final double[][] PASCAL = {
        {1}, {1, 1}, {1, 2, 1}, {1, 3, 3, 1}, {1, 4, 6, 4, 1}, {1, 5, 10, 10, 5, 1}, {1, 6, 15, 20, 15, 6, 1}
    };

    /** The definition as one two-dimensional sum. */
    private static Tensor naive(Tensor input, int taps, int strideHeight, int strideWidth) {
        int height = input.shape().size(1);
        int width = input.shape().size(2);
        int outHeight = (int) Math.ceil(1.0 * height / strideHeight);
        int outWidth = (int) Math.ceil(1.0 * width / strideWidth);
        int before = (taps - 1) / 2;
        Tensor output = Tensor.zeros(input.dtype(), Shape.of(input.shape().size(0), outHeight, outWidth));
        for (int o = 0; o < output.length(); o++) {
            int plane = o / (outHeight * outWidth) * height * width;
            int top = o / outWidth % outHeight * strideHeight - before;
            int left = o % outWidth * strideWidth - before;
            double sum = 0;
            for (int i = 0; i < taps; i++) {
                for (int j = 0; j < taps; j++) {
                    int h = reflected(top + i, height);
                    int w = reflected(left + j, width);
                    sum += PASCAL[taps - 1][i] * PASCAL[taps - 1][j] * input.valueAt(plane + h * width + w);
                }
            }
            Tensors.set(output, o, sum / Math.pow(4, taps - 1));
        }
        return output;
    }

    private static int reflected(int i, int size) {
        return i < 0 ? -i : i >= size ? 2 * size - 2 - i : i;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void isItsDefinition(int taps) {
        int least = taps / 2 + 1;
        for (int[] size : new int[][] {{least, least}, {least, 9}, {8, 8}, {17, 12}}) {
            for (int[] stride : new int[][] {{1, 1}, {2, 2}, {3, 2}, {40, 1}}) {
                BlurPool pool = new BlurPool(taps, Sizes.of(stride));
                Tensor doubles = Randoms.tensor(taps, DType.FLOAT64, 2, size[0], size[1]);
                assertThat(Tensors.values(Tensors.pool(pool, doubles).values()))
                        .containsExactly(Tensors.values(naive(doubles, taps, stride[0], stride[1])), within(1e-14));
                Tensor floats = Randoms.tensor(taps, DType.FLOAT32, 2, size[0], size[1]);
                Tensors.assertWithin(1, Tensors.pool(pool, floats).values(), naive(floats, taps, stride[0], stride[1]));
            }
        }
    }

    /** An even filter leans to the right: one element is reflected before and two after. */
    @Test
    void byHand() {
        Tensor input = Tensor.of(new float[] {8, 16, 24, 0, 0, 0, 0, 0, 0}, 1, 3, 3);
        float[] rows = Pools.pool("blur_pool", Map.of("filt_size", 4, "stride", 1), input)
                .values()
                .floats();
        // Rows of 16 | 8 16 24 | 16 8 give (16 + 24 + 48 + 24) / 8 = 14, 18 and 18.
        // Columns of 0 | x 0 0 | 0 x give 3 / 8 x, 1 / 8 x, 1 / 8 x.
        assertThat(rows)
                .containsExactly(
                        14 * 0.375f,
                        18 * 0.375f,
                        18 * 0.375f,
                        14 * 0.125f,
                        18 * 0.125f,
                        18 * 0.125f,
                        14 * 0.125f,
                        18 * 0.125f,
                        18 * 0.125f);
    }

    @Test
    void aSingleTapOnlySamples() {
        Tensor one = Tensor.of(new float[] {7}, 1, 1, 1);
        assertThat(Pools.pool("blur_pool", Map.of("filt_size", 1), one).values().floats())
                .containsExactly(7);
        Tensor line = Tensor.of(new float[] {1, 2, 3}, 1, 1, 3);
        assertThat(Pools.pool("blur_pool", Map.of("filt_size", 1), line)
                        .values()
                        .floats())
                .containsExactly(1, 3);
    }

    @Test
    void constantsStayAndNanSpreadsOverItsWindows() {
        Tensor input = Tensors.of(DType.FLOAT64, Shape.of(1, 2, 5), 3, 3, 3, 3, Double.NaN, 3, 3, 3, 3, 3);
        assertThat(Tensors.values(
                        Tensors.pool(new BlurPool(3, Sizes.of(1, 1)), input).values()))
                .containsExactly(3, 3, 3, Double.NaN, Double.NaN, 3, 3, 3, Double.NaN, Double.NaN);
    }
}
