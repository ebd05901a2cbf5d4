package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.tarn.op.Arg;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments as large as an int: they give what smaller ones of the same meaning give, or a refusal. */
class ExtremesTest {
    private static final int LARGEST = Integer.MAX_VALUE;

    /** The largest is at (1, 3), with the average of 0 around it. */
    private static Tensor plane(DType dtype) {
        Tensor plane = Tensor.zeros(dtype, Shape.of(1, 3, 5));
        Tensors.set(plane, 8, 7);
        return plane;
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel_size", "height", "width"})
    void aWindowMayBeFarLargerThanItsInput(String large) {
        List<Integer> kernel = List.of(large.equals("width") ? 1 : LARGEST, large.equals("height") ? 1 : LARGEST);
        List<Integer> padding = kernel.stream().map(size -> size / 2).toList();
        List<Integer> stride =
                kernel.stream().map(size -> size == 1 ? 1 : LARGEST).toList();
        Map<String, Object> huge = Map.of("kernel_size", kernel, "padding", padding, "stride", stride);
        Map<String, Object> small = Map.of(
                "kernel_size", kernel.stream().map(size -> size == 1 ? 1 : 11).toList(),
                "padding", kernel.stream().map(size -> size == 1 ? 0 : 5).toList(),
                "stride", kernel.stream().map(size -> size == 1 ? 1 : 11).toList());
        for (String operator : List.of("max_pool2d", "min_pool2d", "sum_pool2d")) {
            for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16, DType.UINT8, DType.INT64)) {
                if (!operator.equals("sum_pool2d") || dtype != DType.UINT8) {
                    Tensor expected = Pools.pool(operator, small, plane(dtype)).values();
                    Tensors.assertSame(Pools.pool(operator, huge, plane(dtype)).values(), expected);
                }
            }
        }
    }

    /** Each of the two windows has a tap for each of the input's elements, and between those are 2^29 that nothing needs. */
    @Test
    void whatAWindowTakesFollowsTheInput() {
        Map<String, Object> args =
                Map.of("kernel_size", 1 << 30, "padding", 1 << 29, "stride", 1 << 29, "ceil_mode", true, "dilation", 1);
        Tensor input = Tensor.of(new float[] {1, 4, 2, 3}, 1, 4);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        Tensor values = Pools.pool("max_pool1d", args, input).values();

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10 << 20);
        assertThat(values.floats()).containsExactly(4, 4);
    }

    @Test
    void anAverageCountsAllOfItsWindow() {
        Map<String, Object> args = Map.of("kernel_size", LARGEST, "padding", LARGEST / 2);
        Tensor average = Pools.pool("avg_pool2d", args, plane(DType.FLOAT64)).values();
        assertThat(average.doubles()[0]).isEqualTo(7 / ((double) LARGEST * LARGEST));
    }

    @Test
    void indicesToo() {
        Pooled pooled = Pools.pool(
                "max_pool2d",
                Map.of("kernel_size", LARGEST, "padding", LARGEST / 2, "return_indices", true),
                plane(DType.FLOAT32));
        assertThat(pooled.indices().longs()).containsExactly(8);
    }

    @Test
    void paddingBeyondAnIntIsRefused() {
        Map<String, Object> before =
                Map.of("kernel_size", LARGEST, "padding", List.of(List.of(LARGEST - 1, 0)), "stride", 1 << 30);
        assertRefused(
                "max_pool1d",
                before,
                "max_pool1d: padding pads the length to 2147483651; at most 2147483647 is possible");
        Map<String, Object> same = Map.of("kernel_size", 3, "dilation", LARGEST, "auto_pad", "same_upper");
        assertRefused(
                "max_pool1d",
                same,
                "max_pool1d: kernel_size pads the length to 4294967298; at most 2147483647 is possible");
    }

    @Test
    void moreTapsThanALongAreRefused() {
        Map<String, Object> args =
                Map.of("kernel_size", LARGEST, "padding", List.of(List.of(1 << 30, 1 << 30)), "norm_type", 2);
        assertRefused(
                "lp_pool3d", args, "lp_pool3d: kernel_size 2147483647 has more taps than can be counted; use less");
    }

    @Test
    void moreSamplesOfABoxThanAnyoneWaitsForAreRefused() {
        Map<String, Object> args =
                Map.of("boxes", List.of(List.of(0, 0, 4, 2)), "output_size", List.of(1, 2), "sampling_ratio", LARGEST);
        assertRefused(
                "roi_align",
                args,
                "roi_align: sampling_ratio 2147483647 over 2 bins is more than 262144 samples; use at most 131072");
    }

    private static void assertRefused(String operator, Map<String, Object> args, String message) {
        Shape shape = operator.endsWith("1d") ? Shape.of(1, 5) : Shape.of(1, 3, 5);
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> Pools.pool(operator, args, Tensor.zeros(DType.FLOAT32, shape)))
                .withMessage(message);
    }

    static Stream<String> operators() {
        return Pools.OPERATORS.stream().map(Operator::name);
    }

    /** Without indices, so that max_unpool never fits. */
    @ParameterizedTest
    @MethodSource("operators")
    void whatDoesNotFitIsRefused(String operator) {
        Map<String, Object> all =
                Map.of("kernel_size", 1, "output_size", 1, "norm_type", 2, "boxes", List.of(List.of(0, 0, 1, 1)));
        Map<String, Object> required = Pools.OPERATORS.stream()
                .filter(each -> each.name().equals(operator))
                .flatMap(each -> each.args().stream())
                .filter(arg -> arg.isRequired() || arg.name().equals("output_size"))
                .collect(Collectors.toMap(Arg::name, arg -> all.get(arg.name())));
        int pooled = 0;
        for (DType dtype : DType.values()) {
            for (int[] sizes : new int[][] {{}, {3}, {3, 4}, {3, 4, 5}, {3, 4, 5, 2}, {1, 3, 4, 5, 2}, {3, 0, 5}}) {
                try {
                    Pools.pool(operator, required, Tensor.zeros(dtype, Shape.of(sizes)));
                    pooled++;
                } catch (SpecException refusal) {
                    assertThat(refusal).hasMessageStartingWith(operator + ": ");
                }
            }
        }
        assertThat(pooled > 0).isEqualTo(!operator.startsWith("max_unpool"));
    }

    @Test
    void anOutputTooLargeIsRefused() {
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(
                        () -> Pools.pool("adaptive_max_pool2d", Map.of("output_size", LARGEST), plane(DType.FLOAT32)))
                .withMessageContaining("at most 2147483639 are possible");
    }

    /** 2^30 elements of a line of four are 2^32. */
    @Test
    void aStrideMayBeFarLargerThanItsInput() {
        Tensor input = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 4);
        Map<String, Object> args = Map.of("kernel_size", 1, "stride", List.of(1 << 30, 1));
        for (String operator : List.of("max_pool2d", "avg_pool2d")) {
            assertThat(Pools.pool(operator, args, input).values().floats()).containsExactly(1, 2, 3, 4);
        }
    }
}
