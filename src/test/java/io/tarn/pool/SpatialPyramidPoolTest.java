package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tarn.tensor.DType;
import io.tarn.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpatialPyramidPoolTest {
    /** The definition; level, channel, row, column from the slowest to the fastest. */
    private static double[] naive(Tensor input, List<Integer> levels, String mode) {
        int channels = input.shape().size(0);
        int height = input.shape().size(1);
        int width = input.shape().size(2);
        double[] output =
                new double[channels * levels.stream().mapToInt(l -> l * l).sum()];
        int o = 0;
        for (int level : levels) {
            for (int bin = 0; bin < channels * level * level; bin++) {
                int row = bin / level % level;
                int column = bin % level;
                double most = Double.NEGATIVE_INFINITY;
                double sum = 0;
                int count = 0;
                for (int i = 0; i < height * width; i++) {
                    double h = i / width;
                    double w = i % width;
                    // The element's cell [h, h + 1) meets the bin's part of the plane.
                    if (h + 1 > 1.0 * row * height / level
                            && h < 1.0 * (row + 1) * height / level
                            && w + 1 > 1.0 * column * width / level
                            && w < 1.0 * (column + 1) * width / level) {
                        double value = input.valueAt(bin / (level * level) * height * width + i);
                        most = Math.max(most, value);
                        sum += value;
                        count++;
                    }
                }
                output[o++] = mode.equals("max") ? most : sum / count;
            }
        }
        return output;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,6", "4,4", "13,10", "3,8"})
    void isItsDefinition(int height, int width) {
        for (List<Integer> levels : List.of(List.of(1), List.of(1, 2, 4), List.of(6, 3, 2, 1), List.of(5))) {
            for (String mode : List.of("max", "avg")) {
                Map<String, ?> args = Map.of("levels", levels, "mode", mode);
                Tensor doubles = Randoms.tensor(3, DType.FLOAT64, 3, height, width);
                assertThat(Tensors.values(Pools.pool("spatial_pyramid_pool", args, doubles)
                                .values()))
                        .containsExactly(naive(doubles, levels, mode), within(mode.equals("max") ? 0 : 1e-14));
                Tensor floats = Randoms.tensor(4, DType.FLOAT32, 3, height, width);
                assertThat(Tensors.values(
                                Pools.pool("spatial_pyramid_pool", args, floats).values()))
                        .containsExactly(naive(floats, levels, mode), within(mode.equals("max") ? 0 : 1e-6));
            }
        }
    }

    @Test
    void byHand() {
        Tensor input = Tensor.of(new float[] {1, 2, 3, 4, 10, 20, 30, 40}, 2, 2, 2);
        Tensor output = Pools.pool("spatial_pyramid_pool", Map.of("levels", List.of(1, 2), "mode", "avg"), input)
                .values();
        assertThat(output.floats()).containsExactly(2.5f, 25, 1, 2, 3, 4, 10, 20, 30, 40);
    }

    @Test
    void nanBeatsNumbersInItsBins() {
        Tensor input = Tensor.of(new float[] {Float.NaN, 2, 3, 4}, 1, 2, 2);
        Map<String, ?> args = Map.of("levels", List.of(1, 2));
        assertThat(Pools.pool("spatial_pyramid_pool", args, input).values().floats())
                .containsExactly(Float.NaN, Float.NaN, 2, 3, 4);
    }
}
