package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import java.util.List;
import java.util.Map;
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
                of("gem", "eps", -1, "eps must be a number of at least 0, not -1.0"));
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
        return List.of(new Gem(3, 1e-6));
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

    private static void refuses(PoolSpec spec, TensorType input, String problem) {
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> spec.outputType(input))
                .withMessage(spec.name() + ": " + problem);
    }
}
