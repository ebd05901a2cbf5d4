package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GemTest {
    /** The definition, one channel at a time. */
    private static Tensor naive(Tensor input, double p, double eps) {
        int channels = input.shape().size(0);
        int plane = input.length() / channels;
        Tensor output = Tensor.zeros(input.dtype(), Shape.of(channels, 1, 1));
        for (int c = 0; c < channels; c++) {
            double mean = 0;
            for (int i = 0; i < plane; i++) {
                mean += Math.pow(Math.max(input.valueAt(c * plane + i), eps), p) / plane;
            }
            Tensors.set(output, c, Math.pow(mean, 1 / p));
        }
        return output;
    }

    @ParameterizedTest
    @CsvSource({"3, 1e-6", "1, 0", "2, 0.5", "2.5, 1e-6", "-1, 1e-3", "40, 1e-6"})
    void isItsDefinition(double p, double eps) {
        for (int[] sizes : new int[][] {{3, 1, 1}, {2, 7, 5}, {5, 31, 33}}) {
            Tensor floats = Randoms.tensor(1, DType.FLOAT32, sizes);
            Tensors.assertWithin(1, Tensors.pool(new Gem(p, eps), floats).values(), naive(floats, p, eps));
            Tensor doubles = Randoms.tensor(2, DType.FLOAT64, sizes);
            Tensors.assertWithin(200, Tensors.pool(new Gem(p, eps), doubles).values(), naive(doubles, p, eps));
        }
    }

    @Test
    void byHand() {
        Tensor input = Tensor.of(new float[] {1, 2, 3, 4, 2, 2, 2, 2, -1, -2, -3, 0}, 3, 2, 2);
        float[] means = Pools.pool("gem", Map.of(), input).values().floats();
        // (1 + 8 + 27 + 64) / 4 = 25; all that is below eps counts as eps.
        assertThat(means).containsExactly((float) Math.cbrt(25), 2, 1e-6f);
        assertThat(Pools.pool("gem", Map.of("p", 1), input).values().floats()[0])
                .isEqualTo(2.5f);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void nanStaysInItsChannelAndInfinityWins(DType dtype) {
        double inf = Double.POSITIVE_INFINITY;
        Tensor input = Tensors.of(dtype, Shape.of(4, 1, 2), Double.NaN, 1, inf, 1, -inf, 1, 3, 3);
        assertThat(Tensors.values(Tensors.pool(new Gem(1, 0), input).values()))
                .containsExactly(Double.NaN, inf, 0.5, 3);
    }

    /** Powers that a float could not hold. */
    @Test
    void largeElementsDoNotOverflow() {
        Tensor input = Tensor.of(new float[] {1e30f, 1e30f}, 1, 1, 2);
        assertThat(Tensors.pool(new Gem(3, 1e-6), input).values().floats()[0]).isEqualTo(1e30f);
    }
}
