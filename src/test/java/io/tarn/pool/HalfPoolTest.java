package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.tensor.DType;
import io.tarn.tensor.Half;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Half types compute in float32 and round once: the float32 result of the widened input, rounded. */
class HalfPoolTest {
    static List<List<Object>> operators() {
        return List.of(
                List.of("max_pool2d", Map.of("kernel_size", 3, "stride", 2, "padding", 1, "return_indices", true)),
                List.of("avg_pool2d", Map.of("kernel_size", 3, "stride", 2, "padding", 1, "ceil_mode", true)),
                List.of("sum_pool2d", Map.of("kernel_size", 5)),
                List.of("min_pool2d", Map.of("kernel_size", 2)),
                List.of("adaptive_max_pool2d", Map.of("output_size", 3, "return_indices", true)),
                List.of("adaptive_avg_pool2d", Map.of("output_size", List.of(4, 5))),
                List.of("adaptive_avg_pool2d", Map.of("output_size", 1)),
                List.of("global_max_pool", Map.of()),
                List.of("global_lp_pool", Map.of("norm_type", 3)),
                List.of("lp_pool2d", Map.of("kernel_size", 3, "norm_type", 2, "abs", true)));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void roundOnce(List<Object> each) {
        for (DType half : List.of(DType.FLOAT16, DType.BFLOAT16)) {
            Tensor input = random(half, Shape.of(3, 14, 17));
            Tensor wide = Tensors.of(DType.FLOAT32, input.shape(), Tensors.values(input));
            @SuppressWarnings("unchecked")
            Map<String, ?> args = (Map<String, ?>) each.get(1);
            Pooled actual = Pools.pool((String) each.get(0), args, input);
            Pooled expected = Pools.pool((String) each.get(0), args, wide);
            Tensor rounded = Tensors.of(half, expected.values().shape(), Tensors.values(expected.values()));
            Tensors.assertSame(actual.values(), rounded);
            if (expected.indices() != null) {
                Tensors.assertSame(actual.indices(), expected.indices());
            }
        }
    }

    /** PyTorch's norm rounds after each of power, average, scale and root. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void normsRoundEachPart(DType half) {
        Tensor input = random(half, Shape.of(2, 9, 9));
        Tensor actual = Pools.pool("lp_pool2d", Map.of("kernel_size", 3, "norm_type", 2), input)
                .values();
        for (int o = 0; o < actual.length(); o++) {
            float sum = 0;
            for (int tap = 0; tap < 9; tap++) {
                int channel = o / 9;
                int h = o % 9 / 3 * 3 + tap / 3;
                int w = o % 3 * 3 + tap % 3;
                float x = (float) input.valueAt(channel * 81 + h * 9 + w);
                sum += round(half, x * x);
            }
            float scaled = round(half, round(half, sum / 9) * 9);
            assertThat((float) actual.valueAt(o)).isEqualTo(round(half, (float) Math.sqrt(scaled)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void payloadsSurviveMaxima(DType half) {
        short nan = (short) (half == DType.FLOAT16 ? 0xfe12 : 0xffd2);
        Tensor input = Tensors.of(half, Shape.of(1, 2), 1, 2);
        input.shorts()[1] = nan;
        assertThat(Pools.pool("max_pool1d", Map.of("kernel_size", 2), input)
                        .values()
                        .shorts())
                .containsExactly(nan);
    }

    /** PyTorch's square root is one for all types but float16, which takes pow. */
    @Test
    void rootsOfMinusInfinity() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16, DType.FLOAT16)) {
            Tensor input = Tensors.of(dtype, Shape.of(1, 2), 4, Double.NEGATIVE_INFINITY);
            Pooled pooled = Pools.pool("lp_pool1d", Map.of("kernel_size", 1, "norm_type", 0.5), input);
            double root = dtype == DType.FLOAT16 ? Double.POSITIVE_INFINITY : Double.NaN;
            assertThat(Tensors.values(pooled.values())).as("%s", dtype).containsExactly(4, root);
        }
    }

    /** As PyTorch's: the nearest number of the type to 1.0000001 is 1, and that power of a negative number no NaN. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void exponentsAreRoundedToTheType(DType half) {
        Tensor input = Tensors.of(half, Shape.of(1, 2), -2, -3);
        Pooled pooled = Pools.pool("lp_pool1d", Map.of("kernel_size", 2, "norm_type", 1.0000001), input);
        assertThat(Tensors.values(pooled.values())).containsExactly(-5);
    }

    private static float round(DType half, float value) {
        return half == DType.FLOAT16
                ? Half.float16ToFloat(Half.floatToFloat16(value))
                : Half.bfloat16ToFloat(Half.floatToBfloat16(value));
    }

    private static Tensor random(DType half, Shape shape) {
        Random random = new Random(3);
        Tensor tensor = Tensor.zeros(half, shape);
        for (int i = 0; i < tensor.length(); i++) {
            Tensors.set(tensor, i, random.nextGaussian() * 4);
        }
        return tensor;
    }
}
