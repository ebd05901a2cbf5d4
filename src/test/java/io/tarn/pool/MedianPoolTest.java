package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MedianPoolTest {
    /** The definition on a plane that is padded first. */
    private static Tensor naive(Tensor input, int[] kernel, int[] stride, int[] padding) {
        int channels = input.shape().size(0);
        int height = input.shape().size(1);
        int width = input.shape().size(2);
        int outHeight = (height + 2 * padding[0] - kernel[0]) / stride[0] + 1;
        int outWidth = (width + 2 * padding[1] - kernel[1]) / stride[1] + 1;
        Tensor output = Tensor.zeros(input.dtype(), Shape.of(channels, outHeight, outWidth));
        int o = 0;
        for (int c = 0; c < channels; c++) {
            double[][] padded = new double[height + 2 * padding[0]][width + 2 * padding[1]];
            for (int h = 0; h < padded.length; h++) {
                for (int w = 0; w < padded[0].length; w++) {
                    int from = Math.abs(h - padding[0]);
                    int column = Math.abs(w - padding[1]);
                    from = from >= height ? 2 * height - 2 - from : from;
                    column = column >= width ? 2 * width - 2 - column : column;
                    padded[h][w] = input.valueAt((c * height + from) * width + column);
                }
            }
            for (int h = 0; h < outHeight; h++) {
                for (int w = 0; w < outWidth; w++) {
                    List<Double> window = new ArrayList<>();
                    for (int i = 0; i < kernel[0] * kernel[1]; i++) {
                        window.add(padded[h * stride[0] + i / kernel[1]][w * stride[1] + i % kernel[1]]);
                    }
                    Collections.sort(window);
                    boolean nan = window.contains(Double.NaN);
                    Tensors.set(output, o++, nan ? Double.NaN : window.get((window.size() - 1) / 2));
                }
            }
        }
        return output;
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void isItsDefinition(DType dtype) {
        Random random = new Random(5);
        for (int run = 0; run < 300; run++) {
            int[] kernel = {1 + random.nextInt(5), 1 + random.nextInt(5)};
            int[] size = {kernel[0] + random.nextInt(9), kernel[1] + random.nextInt(9)};
            int[] stride = {1 + random.nextInt(4), 1 + random.nextInt(4)};
            int[] padding = {random.nextInt(kernel[0]), random.nextInt(kernel[1])};
            Tensor input = Randoms.tensor(run, dtype, 2, size[0], size[1]);
            if (run % 3 == 0) {
                Tensors.set(input, random.nextInt(input.length()), Double.NaN);
                Tensors.set(input, random.nextInt(input.length()), Double.NEGATIVE_INFINITY);
            }
            MedianPool pool = new MedianPool(Sizes.of(kernel), Sizes.of(stride), Sizes.of(padding));
            Tensors.assertSame(Tensors.pool(pool, input).values(), naive(input, kernel, stride, padding));
        }
    }

    @Test
    void byHand() {
        Tensor input = Tensor.of(new float[] {4, 1, 3, 2, 9, 7, 8, 0}, 2, 2, 2);
        // The lower of the two in the middle.
        assertThat(Pools.pool("median_pool2d", Map.of("kernel_size", 2), input)
                        .values()
                        .floats())
                .containsExactly(2, 7);
        // 1 | 4 1 3 | 1 and the like.
        Tensor line = Tensor.of(new float[] {4, 1, 3}, 1, 1, 3);
        Map<String, ?> args = Map.of("kernel_size", List.of(1, 3), "stride", 1, "padding", List.of(0, 1));
        assertThat(Pools.pool("median_pool2d", args, line).values().floats()).containsExactly(1, 3, 1);
    }

    @Test
    void aWindowOfOne() {
        Tensor input = Randoms.tensor(1, DType.FLOAT32, 3, 1, 1);
        Tensors.assertSame(
                Pools.pool("median_pool2d", Map.of("kernel_size", 1), input).values(), input);
    }
}
