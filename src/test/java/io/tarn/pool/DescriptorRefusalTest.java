package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pools of image descriptors refuse: operator, argument, value, limit and remedy. */
class DescriptorRefusalTest {
    private record Refusal(String operator, Map<String, ?> args, String argument, String problem) {}

    private static Refusal of(String operator, String argument, Object value, String problem) {
        return new Refusal(operator, Map.of(argument, value), argument, problem);
    }

    static List<Refusal> arguments() {
        return List.of(
                of("gem", "p", 0, "p must be a number other than 0, not 0.0"),
                of("gem", "p", Double.POSITIVE_INFINITY, "p must be a number other than 0, not Infinity"),
                of("gem", "eps", -1, "eps must be a number of at least 0, not -1.0"),
                of("rmac", "levels", 0, "levels must be at least 1, not 0"),
                of("spatial_pyramid_pool", "levels", List.of(), "levels is empty; give at least one"),
                of("spatial_pyramid_pool", "levels", List.of(2, 0), "levels must be at least 1 each, not 0"),
                of("spatial_pyramid_pool", "levels", "all", "levels must be an int, not \"all\""),
                of("spatial_pyramid_pool", "mode", "median", "mode must be max | avg, not median"),
                of("blur_pool", "filt_size", 0, "filt_size must be 1 to 7, not 0"),
                of("blur_pool", "filt_size", 8, "filt_size must be 1 to 7, not 8"),
                of("blur_pool", "stride", 0, "stride must be at least 1, not 0"),
                of("median_pool2d", "kernel_size", 0, "kernel_size must be at least 1, not 0"),
                new Refusal(
                        "median_pool2d",
                        Map.of("kernel_size", 3, "padding", 3),
                        "padding",
                        "padding 3 is not less than the 3 that a window reaches over; use at most 2"),
                roi(
                        "boxes",
                        List.of(List.of(0, 0, 1)),
                        "boxes must be a list of [x1, y1, x2, y2], four finite numbers, not [0, 0, 1]"),
                roi(
                        "boxes",
                        List.of(0, 0, 1, 1),
                        "boxes must be a list of [x1, y1, x2, y2], four finite numbers, not 0"),
                roi(
                        "boxes",
                        List.of(List.of(0, 0, 1, Double.NaN)),
                        "boxes must be a list of [x1, y1, x2, y2], four finite numbers, not [0, 0, 1, NaN]"),
                roi("boxes", 5, "boxes must be a list of [x1, y1, x2, y2], or a column's name, not 5"),
                roi("boxes", " ", "boxes must be a list of [x1, y1, x2, y2], or a column's name, not  "),
                roi(
                        "boxes",
                        List.of(List.of(0, 0, 1, 1e30)),
                        "boxes must lie within 16777216 elements of the input's first one, unlike [0.0, 0.0, 1.0, 1.0E30]"),
                roi("output_size", 0, "output_size must be at least 1, not 0"),
                roi(
                        "output_size",
                        List.of(1, 2, 3),
                        "output_size must be an int or 2 ints, one per dimension, not [1, 2, 3]"),
                roi("spatial_scale", 0, "spatial_scale must be a number above 0, not 0.0"),
                roi("spatial_scale", Double.NaN, "spatial_scale must be a number above 0, not NaN"),
                new Refusal(
                        "roi_max_pool",
                        Map.of("output_size", 7),
                        "boxes",
                        "boxes is missing; give list of [x1, y1, x2, y2], or a column's name: regions of interest, the same for every image or its own"));
    }

    private static Refusal roi(String argument, Object value, String problem) {
        Map<String, Object> args = new HashMap<>(Map.of("boxes", "found", "output_size", 7));
        args.put(argument, value);
        return new Refusal("roi_align", args, argument, problem);
    }

    @ParameterizedTest
    @MethodSource("arguments")
    void arguments(Refusal each) {
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> Pools.spec(each.operator, each.args))
                .withMessage(each.operator + ": " + each.problem)
                .satisfies(refusal -> assertThat(refusal.argument()).isEqualTo(each.argument));
    }

    /** One of each operator. */
    static List<PoolSpec> specs() {
        return List.of(
                new Gem(3, 1e-6),
                new Rmac(3),
                Pools.spec("spatial_pyramid_pool", Map.of()),
                Pools.spec("blur_pool", Map.of()),
                Pools.spec("median_pool2d", Map.of("kernel_size", 3)),
                Pools.spec("roi_max_pool", Map.of("boxes", "found", "output_size", 7)),
                Pools.spec("roi_align", Map.of("boxes", List.of(), "output_size", 7)));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void otherTypesAndRanks(PoolSpec spec) {
        refuses(
                spec,
                TensorType.tensor(DType.FLOAT16, Shape.of(2, 8, 8)),
                "the input is float16; it takes float32, float64; add to_dtype before it");
        refuses(
                spec,
                TensorType.tensor(DType.FLOAT32, Shape.of(2, 8)),
                "the input [2,8] has 2 dimensions; it takes 3, [C, H, W]");
        refuses(
                spec,
                TensorType.image(DType.UINT8, Shape.of(8, 8, 3)),
                "the input is an image [H,W,C]; add to_tensor or pil_to_tensor before it");
        refuses(
                spec,
                TensorType.tensor(DType.FLOAT32, Shape.of(0, 8, 8)),
                "the input [0,8,8] is empty; every size must be at least 1");
    }

    @Test
    void planesTooSmall() {
        refuses(
                Pools.spec("blur_pool", Map.of("filt_size", 7)),
                TensorType.tensor(DType.FLOAT32, Shape.of(1, 4, 3)),
                "width 3 can be mirrored by at most 2, and the padding is 3; use a smaller filt_size or a larger input");
        refuses(
                Pools.spec("median_pool2d", Map.of("kernel_size", 3, "padding", 1)),
                TensorType.tensor(DType.FLOAT64, Shape.of(1, 1, 8)),
                "height 1 can be mirrored by at most 0, and the padding is 1; use a smaller padding or a larger input");
        refuses(
                Pools.spec("median_pool2d", Map.of("kernel_size", 9)),
                TensorType.tensor(DType.FLOAT64, Shape.of(1, 9, 8)),
                "kernel_size 9 does not fit into width 8; use at most 8 or a larger input");
    }

    @Test
    void outputsTooLarge() {
        refuses(
                Pools.spec("spatial_pyramid_pool", Map.of("levels", List.of(1, 30000))),
                TensorType.tensor(DType.FLOAT32, Shape.of(3, 8, 8)),
                "levels [1, 30000] of 3 channels are more than the 2147483647 elements of a tensor; use smaller ones");
        refuses(
                Pools.spec("roi_align", Map.of("boxes", List.of(List.of(0, 0, 1, 1)), "output_size", 30000)),
                TensorType.tensor(DType.FLOAT32, Shape.of(3, 8, 8)),
                "1 boxes by 3 channels by 900000000 bins are more than the 2147483647 elements of a tensor");
    }

    private static void refuses(PoolSpec spec, TensorType input, String problem) {
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> spec.outputType(input))
                .withMessage(spec.name() + ": " + problem);
    }
}
