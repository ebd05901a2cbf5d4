package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** NaN, infinities, signed zeros, ties, windows without a tap, and the ends of the integers. */
class SpecialValuesTest {
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final Map<String, Object> PAIR = Map.of("kernel_size", 2, "return_indices", true);

    private static Pooled pairs(float... values) {
        return Pools.pool("max_pool1d", PAIR, Tensor.of(values, 1, values.length));
    }

    @Test
    void theLastNaNWinsWithItsPayload() {
        float first = Float.intBitsToFloat(0x7fc00001);
        float last = Float.intBitsToFloat(0xffc12345);
        Pooled pooled = pairs(first, last, INF, first, last, INF);
        assertThat(Float.floatToRawIntBits(pooled.values().floats()[0])).isEqualTo(0xffc12345);
        assertThat(Float.floatToRawIntBits(pooled.values().floats()[1])).isEqualTo(0x7fc00001);
        assertThat(Float.floatToRawIntBits(pooled.values().floats()[2])).isEqualTo(0xffc12345);
        assertThat(pooled.indices().longs()).containsExactly(1, 3, 4);
    }

    @Test
    void theFirstOfEqualsWins() {
        Pooled pooled = pairs(0f, -0f, -0f, 0f, 3, 3, -INF, -INF);
        assertThat(pooled.values().floats()).containsExactly(0f, -0f, 3, -INF);
        assertThat(pooled.indices().longs()).containsExactly(0, 2, 4, 6);
    }

    @Test
    void paddingNeverWins() {
        Tensor low = Tensor.of(new float[] {-5, -INF, -7}, 1, 3);
        Pooled pooled = Pools.pool(
                "max_pool1d", Map.of("kernel_size", 2, "stride", 3, "padding", 1, "return_indices", true), low);
        assertThat(pooled.values().floats()).containsExactly(-5, -7);
        assertThat(pooled.indices().longs()).containsExactly(0, 2);
    }

    /** One element, taps at -1 and 1: PyTorch gives the lowest value, and the place of the first tap from 0 on. */
    @ParameterizedTest
    @EnumSource
    void aWindowWithoutTapsIsTheLowestValue(DType dtype) {
        Tensor one = Tensors.of(dtype, Shape.of(1, 1), 1);
        Map<String, Object> around = Map.of("kernel_size", 2, "dilation", 2, "padding", 1, "return_indices", true);
        Pooled pooled = Pools.pool("max_pool1d", around, one);
        assertThat(Tensors.values(pooled.values())).containsExactly(Tensors.lowest(dtype));
        assertThat(pooled.indices().longs()).containsExactly(1);
    }

    @Test
    void averagesAreNeverNegativeZero() {
        Tensor zeros = Tensor.of(new float[] {-0f, -0f, 1, -1}, 1, 2, 2);
        Map<String, Object> args = Map.of("kernel_size", List.of(1, 2), "divisor_override", -2);
        assertThat(Pools.pool("avg_pool2d", args, zeros).values().floats()).containsExactly(0f, 0f);
    }

    /** A third of the smallest number is none: PyTorch rounds it before it adds it to +0. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
    void averagesTooSmallForTheTypeAreZero(DType dtype) {
        double smallest =
                switch (dtype) {
                    case FLOAT32 -> Float.MIN_VALUE;
                    case FLOAT64 -> Double.MIN_VALUE;
                    case FLOAT16 -> 0x1p-24;
                    default -> 0x1p-133;
                };
        Tensor values = Tensors.of(dtype, Shape.of(1, 3), -smallest, 0, 0);
        Tensor average =
                Pools.pool("avg_pool1d", Map.of("kernel_size", 3), values).values();
        Tensors.assertSame(average, Tensor.zeros(dtype, Shape.of(1, 1)));
    }

    @Test
    void aSumKeepsItsFirstNaN() {
        float nan = Float.intBitsToFloat(0x7fc00007);
        Tensor values = Tensor.of(new float[] {nan, Float.intBitsToFloat(0xffc00001), 1, INF, -INF, nan}, 1, 6);
        float[] sums = Pools.pool("sum_pool1d", Map.of("kernel_size", 3), values)
                .values()
                .floats();
        assertThat(Float.floatToRawIntBits(sums[0])).isEqualTo(0x7fc00007);
        assertThat(Float.floatToRawIntBits(sums[1]) & 0x7fffffff).isEqualTo(0x7fc00000);
    }

    @Test
    void integerAverages() {
        Tensor longs = Tensors.of(DType.INT64, Shape.of(1, 6), -3, 0, 3, 2, -1, -4);
        assertThat(Pools.pool("avg_pool1d", Map.of("kernel_size", 2), longs)
                        .values()
                        .longs())
                .containsExactly(-1, 2, -2);
        Tensor wrapping = Tensor.over(DType.INT64, Shape.of(1, 2), new long[] {Long.MAX_VALUE, 1});
        assertThat(Pools.pool("sum_pool1d", Map.of("kernel_size", 2), wrapping)
                        .values()
                        .longs())
                .containsExactly(Long.MIN_VALUE);
        Tensor bytes = Tensors.of(DType.UINT8, Shape.of(1, 8), 0, 1, 1, 2, 2, 3, 255, 255);
        assertThat(Tensors.values(Pools.pool("avg_pool1d", Map.of("kernel_size", 2), bytes)
                        .values()))
                .as("0.5, 1.5, 2.5 to even")
                .containsExactly(0, 2, 2, 255);
        Tensor square = Tensors.of(DType.UINT8, Shape.of(1, 2, 2), 200, 200, 200, 200);
        assertThat(Tensors.values(Pools.pool("avg_pool2d", Map.of("kernel_size", 2, "divisor_override", 1), square)
                        .values()))
                .containsExactly(255);
        assertThat(Tensors.values(Pools.pool("avg_pool2d", Map.of("kernel_size", 2, "divisor_override", -1), square)
                        .values()))
                .containsExactly(0);
    }

    @Test
    void integerExtremes() {
        Tensor bytes = Tensors.of(DType.UINT8, Shape.of(1, 4), 127, 128, 255, 0);
        assertThat(Tensors.values(Pools.pool("max_pool1d", PAIR, bytes).values()))
                .containsExactly(128, 255);
        Tensor longs = Tensor.over(
                DType.INT64, Shape.of(1, 4), new long[] {Long.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, -1});
        Pooled pooled = Pools.pool("max_pool1d", PAIR, longs);
        assertThat(pooled.values().longs()).containsExactly(Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(pooled.indices().longs()).containsExactly(0, 2);
        assertThat(Pools.pool("min_pool1d", Map.of("kernel_size", 2), longs)
                        .values()
                        .longs())
                .containsExactly(Long.MIN_VALUE, -1);
    }

    @Test
    void norms() {
        Tensor values = Tensor.of(new float[] {3, -4, -1, -1, Float.NaN, 1, -INF, 0}, 1, 8);
        assertThat(norm(values, 1)).containsExactly(-1, -2, Float.NaN, -INF);
        assertThat(norm(values, 2)).containsExactly(5, (float) Math.sqrt(2), Float.NaN, INF);
        assertThat(norm(values, 3)[1]).isNaN();
        assertThat(norm(values, Double.POSITIVE_INFINITY)).containsExactly(4, 1, Float.NaN, INF);
        Map<String, Object> magnitudes = Map.of("kernel_size", 2, "norm_type", 1, "abs", true);
        assertThat(Pools.pool("lp_pool1d", magnitudes, values).values().floats())
                .containsExactly(7, 2, Float.NaN, INF);
    }

    /** PyTorch squares before it divides, and takes 1 by the square root, where pow would give 1e-40, 0 and +inf. */
    @Test
    void normsOfNegativePowers() {
        Tensor values = Tensor.of(new float[] {1e20f, 1e20f, -INF, 1, 0f, -0f, 4, 4}, 1, 8);
        assertThat(norm(values, -2)).containsExactly(INF, 1, 0, (float) Math.sqrt(8));
        assertThat(norm(values, -0.5)).containsExactly(2.4999998e19f, Float.NaN, Float.NaN, 1);
    }

    private static float[] norm(Tensor values, double p) {
        return Pools.pool("lp_pool1d", Map.of("kernel_size", 2, "norm_type", p), values)
                .values()
                .floats();
    }
}
