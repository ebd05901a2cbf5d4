package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tarn.op.ImageException;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each refusal says operator, argument, value, limit and remedy. */
class RefusalTest {
    private record Refusal(String operator, Map<String, ?> args, Shape shape, String argument, String message) {}

    private static Refusal of(String operator, Map<String, ?> args, String argument, String message) {
        return new Refusal(operator, args, null, argument, message);
    }

    private static Refusal over(Shape shape, String operator, Map<String, ?> args, String argument, String message) {
        return new Refusal(operator, args, shape, argument, message);
    }

    static List<Refusal> refusals() {
        Shape map = Shape.of(2, 6, 4);
        return List.of(
                of(
                        "max_pool2d",
                        Map.of("kernel_size", 3, "padding", 2),
                        "padding",
                        "max_pool2d: padding 2 is more than half of kernel_size 3; use at most 1"),
                of(
                        "max_pool2d",
                        Map.of("kernel_size", 0),
                        "kernel_size",
                        "max_pool2d: kernel_size must be at least 1, not 0"),
                of(
                        "avg_pool1d",
                        Map.of("kernel_size", 2, "stride", 0),
                        "stride",
                        "avg_pool1d: stride must be at least 1, not 0"),
                of(
                        "max_pool3d",
                        Map.of("kernel_size", 2, "dilation", List.of(1, 0, 1)),
                        "dilation",
                        "max_pool3d: dilation must be at least 1, not 0"),
                of(
                        "lp_pool2d",
                        Map.of("kernel_size", 2, "norm_type", 2, "padding", -1),
                        "padding",
                        "lp_pool2d: padding must be at least 0, not -1"),
                of(
                        "max_pool1d",
                        Map.of("kernel_size", 2, "padding", List.of(List.of(0, 2))),
                        "padding",
                        "max_pool1d: padding 2 is not less than the 2 that a window reaches over; use at most 1"),
                of(
                        "max_pool1d",
                        Map.of("kernel_size", 2, "padding", List.of(List.of(0))),
                        "padding",
                        "max_pool1d: padding must be [before, after] for each dimension, not [[0]]"),
                of(
                        "max_pool1d",
                        Map.of("kernel_size", 2, "auto_pad", "valid", "padding", 1),
                        "auto_pad",
                        "max_pool1d: auto_pad stands for padding; leave one of them out"),
                of(
                        "max_pool1d",
                        Map.of("kernel_size", 2, "auto_pad", "same"),
                        "auto_pad",
                        "max_pool1d: auto_pad must be same_upper | same_lower | valid, not same"),
                of(
                        "max_pool1d",
                        Map.of("kernel_size", 2, "auto_pad", "valid", "ceil_mode", true),
                        "ceil_mode",
                        "max_pool1d: ceil_mode does not go with auto_pad, which sets the output size; leave one out"),
                of(
                        "max_pool1d",
                        Map.of("kernel_size", 2, "ceil_rule", "onnx10"),
                        "ceil_rule",
                        "max_pool1d: ceil_rule says what ceil_mode does; add ceil_mode: true"),
                of(
                        "max_pool1d",
                        Map.of("kernel_size", 2, "storage_order", 1),
                        "storage_order",
                        "max_pool1d: storage_order orders indices, and there are none; add return_indices: true"),
                of(
                        "avg_pool2d",
                        Map.of("kernel_size", 2, "divisor_override", 0),
                        "divisor_override",
                        "avg_pool2d: divisor_override must not be 0; leave it out to divide by the number of taps"),
                of(
                        "avg_pool1d",
                        Map.of("kernel_size", 2, "divisor_override", 2),
                        "divisor_override",
                        "avg_pool1d: divisor_override is unknown; it takes kernel_size, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad, count_include_pad"),
                of(
                        "lp_pool1d",
                        Map.of("kernel_size", 2, "norm_type", 0),
                        "norm_type",
                        "lp_pool1d: norm_type must be a number other than 0 or .inf (the largest |x|), not 0.0"),
                of(
                        "adaptive_avg_pool2d",
                        Map.of("output_size", 0),
                        "output_size",
                        "adaptive_avg_pool2d: output_size must be at least 1, not 0; null keeps the input's size"),
                of(
                        "fractional_max_pool2d",
                        Map.of("kernel_size", 2),
                        "output_size",
                        "fractional_max_pool2d: give output_size or output_ratio, and not both"),
                of(
                        "fractional_max_pool2d",
                        Map.of("kernel_size", 2, "output_ratio", 1),
                        "output_ratio",
                        "fractional_max_pool2d: output_ratio must be between 0 and 1, not 1.0"),
                of(
                        "fractional_max_pool2d",
                        Map.of("kernel_size", 2, "output_size", 2, "random_samples", List.of(List.of(0.5))),
                        "random_samples",
                        "fractional_max_pool2d: random_samples has a row of 1; each channel's row has 2"),
                of(
                        "fractional_max_pool2d",
                        Map.of("kernel_size", 2, "output_size", 2, "random_samples", List.of(List.of(0.5, 1.0))),
                        "random_samples",
                        "fractional_max_pool2d: random_samples must be from 0 to below 1, not 1.0"),
                over(
                        map,
                        "max_pool2d",
                        Map.of("kernel_size", 5),
                        "kernel_size",
                        "max_pool2d: kernel_size 5 does not fit into width 4; use at most 4 or a larger input"),
                over(
                        map,
                        "max_pool2d",
                        Map.of("kernel_size", 4, "padding", 2, "dilation", 3),
                        "kernel_size",
                        "max_pool2d: kernel_size 4 with dilation 3 reaches over 10 and does not fit into width 4 padded to 8; use at most 3 or a larger input"),
                over(
                        Shape.of(1, 2, 6, 6),
                        "avg_pool3d",
                        Map.of("kernel_size", 3, "padding", 1),
                        "kernel_size",
                        "avg_pool3d: kernel_size 3 is more than depth 2, which padding does not mend in 3-D averages; use at most 2"),
                over(
                        map,
                        "max_pool1d",
                        Map.of("kernel_size", 2),
                        null,
                        "max_pool1d: the input [2,6,4] has 3 dimensions; it takes 2, [C, L]"),
                over(
                        Shape.of(0, 6, 4),
                        "max_pool2d",
                        Map.of("kernel_size", 2),
                        null,
                        "max_pool2d: the input [0,6,4] is empty; every size must be at least 1"),
                over(
                        map,
                        "max_unpool2d",
                        Map.of("kernel_size", 2),
                        null,
                        "max_unpool2d: there are no indices to unpool with; add return_indices: true to a max_pool2d before it"),
                over(
                        map,
                        "fractional_max_pool2d",
                        Map.of("kernel_size", 2, "output_size", 4),
                        "output_size",
                        "fractional_max_pool2d: an output of 4 with kernel_size 2 does not fit into width 4; use at most 3"),
                over(
                        map,
                        "fractional_max_pool2d",
                        Map.of("kernel_size", 2, "output_size", 2, "random_samples", List.of(List.of(0.5, 0.5))),
                        "random_samples",
                        "fractional_max_pool2d: random_samples has 1 row and the input 2 channels; give one row per channel"),
                over(
                        map,
                        "fractional_max_pool2d",
                        Map.of("kernel_size", 1, "output_ratio", 0.2),
                        "output_ratio",
                        "fractional_max_pool2d: output_ratio 0.2 leaves nothing of width 4; use at least 0.25"),
                over(
                        Shape.of(7),
                        "global_max_pool",
                        Map.of(),
                        null,
                        "global_max_pool: the input [7] has 1 dimension; it takes 2 to 4, [C, L] to [C, D, H, W]"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refuses(Refusal each) {
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> {
                    PoolSpec spec = Pools.spec(each.operator, each.args);
                    if (each.shape != null) {
                        spec.outputType(TensorType.tensor(DType.FLOAT32, each.shape));
                    }
                })
                .withMessage(each.message)
                .satisfies(refusal -> assertThat(refusal.argument()).isEqualTo(each.argument));
    }

    @Test
    void images() {
        TensorType image = TensorType.image(DType.UINT8, Shape.of(6, 4, 3));
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(
                        () -> Pools.spec("max_pool2d", Map.of("kernel_size", 2)).outputType(image))
                .withMessage("max_pool2d: the input is an image [H,W,C]; add to_tensor or pil_to_tensor before it");
    }

    @Test
    void types() {
        TensorType shorts = TensorType.tensor(DType.INT16, Shape.of(2, 6, 4));
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(
                        () -> Pools.spec("avg_pool2d", Map.of("kernel_size", 2)).outputType(shorts))
                .withMessage(
                        "avg_pool2d: the input is int16; it takes float32, float64, float16, bfloat16, uint8, int64;"
                                + " add to_dtype before it");
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> Pools.spec("adaptive_max_pool2d", Map.of("output_size", 2))
                        .outputType(shorts))
                .withMessageContaining("it takes float32, float64, float16, bfloat16; add to_dtype before it");
    }

    @Test
    void misspelt() {
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> Pools.spec("maxpool2d", Map.of()))
                .withMessage("no pooling operator maxpool2d; did you mean max_pool2d?");
    }

    @Test
    void unpooling() {
        Map<String, Object> args = Map.of("kernel_size", 2, "output_size", 6);
        TensorType pooled = TensorType.tensor(DType.FLOAT32, Shape.of(1, 2)).withIndices(Shape.of(1, 2));
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> Pools.spec("max_unpool1d", args).outputType(pooled))
                .withMessage("max_unpool1d: output_size 6 is not within one stride (2) of the length 4; use 3 to 5");
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> Pools.spec("max_unpool1d", args).outputType(pooled.withIndices(Shape.of(1, 3))))
                .withMessage(
                        "max_unpool1d: the input is [1,2] and the indices are [1,3]; both must be as the pool left them");
    }

    @Test
    void anIndexOutsideTheOutputFailsTheImage() {
        Tensor indices = Tensor.over(DType.INT64, Shape.of(1, 2), new long[] {0, 4});
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> Pools.pool(
                        "max_unpool1d", Map.of("kernel_size", 2), Tensor.of(new float[] {1, 2}, 1, 2), indices))
                .withMessage(
                        "max_unpool1d: index 4 is outside the 4 elements of a channel of [1,4]; give the pool's input as"
                                + " output_size")
                .satisfies(failure -> assertThat(failure.error()).isEqualTo("bad_index"));
    }
}
