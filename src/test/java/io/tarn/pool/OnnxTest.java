package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tarn.tensor.DType;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * ONNX's published examples of its pooling operators, without their batch of one. They were computed with numpy or are
 * given to four digits, so averages and norms are near, maxima and indices equal. {@link OnnxLargeTest} has the eight of
 * over 3,200 elements. Left out: MaxUnpool with output_shape, whose indices mean another output than PyTorch's.
 */
class OnnxTest {
    private final Golden golden = Golden.read("onnx");

    OnnxTest() throws IOException {}

    @TestFactory
    Stream<DynamicTest> examples() {
        return StreamSupport.stream(golden.cases.spliterator(), false)
                .map(each -> DynamicTest.dynamicTest(each.get("id").asText(), () -> check(each)));
    }

    private void check(JsonNode each) {
        String operator = each.get("operator").asText();
        Tensor indices =
                each.has("indices_in") ? golden.tensor(each.get("indices_in").asText()) : null;
        Pooled pooled = Pools.pool(
                operator,
                Golden.args(each.get("args")),
                golden.tensor(each.get("input").asText()),
                indices);
        Tensor expected = golden.tensor(each.get("output").asText());
        if (operator.contains("max")) {
            Tensors.assertSame(pooled.values(), expected);
        } else {
            assertThat(pooled.values()).hasToString(expected.toString());
            double tolerance = each.get("id").asText().endsWith("starts_on_pad") ? 1e-4 : 5e-6;
            for (int i = 0; i < expected.length(); i++) {
                double value = expected.valueAt(i);
                assertThat(pooled.values().valueAt(i))
                        .isCloseTo(value, within(tolerance * Math.max(1, Math.abs(value))));
            }
        }
        if (each.has("indices")) {
            Tensors.assertSame(
                    pooled.indices(), golden.tensor(each.get("indices").asText()));
        }
    }

    /** GlobalLpPool has no published example: sqrt(1 + 4 + 9 + 16) and 1 + 2 + 3 + 4. */
    @Test
    void globalNorm() {
        Tensor input = Tensor.of(new float[] {1, -2, 3, -4}, 1, 2, 2);
        assertThat(Pools.pool("global_lp_pool", Map.of(), input).values().floats()[0])
                .isEqualTo((float) Math.sqrt(30));
        assertThat(Pools.pool("global_lp_pool", Map.of("norm_type", 1), input)
                        .values()
                        .floats()[0])
                .isEqualTo(10);
        assertThat(Pools.pool("global_lp_pool", Map.of("norm_type", Double.POSITIVE_INFINITY), input)
                        .values()
                        .floats()[0])
                .isEqualTo(4);
    }

    /** ONNX before opset 22 kept a last window that starts in the padding, and its runtimes divided by whole kernels. */
    @Test
    void oldCeilRule() {
        Tensor input = Tensor.of(new float[] {1, 2, 3, 4, 5}, 1, 5);
        Map<String, Object> torch = Map.of("kernel_size", 2, "ceil_mode", true);
        Map<String, Object> onnx = Map.of("kernel_size", 2, "ceil_mode", true, "ceil_rule", "onnx10");
        assertThat(Tensors.values(Pools.pool("avg_pool1d", torch, input).values()))
                .containsExactly(1.5, 3.5, 5);
        assertThat(Tensors.values(Pools.pool("avg_pool1d", onnx, input).values()))
                .containsExactly(1.5, 3.5, 2.5);

        Tensor pair = Tensor.of(new float[] {1, 2}, 1, 2);
        Map<String, Object> padded = Map.of("kernel_size", 3, "padding", 1, "stride", 3, "ceil_mode", true);
        assertThat(Tensors.values(Pools.pool("max_pool1d", padded, pair).values()))
                .containsExactly(2);
        Map<String, Object> kept =
                Map.of("kernel_size", 3, "padding", 1, "stride", 3, "ceil_mode", true, "ceil_rule", "onnx10");
        assertThat(Tensors.values(Pools.pool("max_pool1d", kept, pair).values()))
                .containsExactly(2, Double.NEGATIVE_INFINITY);
        assertThat(Pools.pool("avg_pool1d", kept, pair).values().dtype()).isEqualTo(DType.FLOAT32);
        assertThat(Tensors.values(Pools.pool("avg_pool1d", kept, pair).values()))
                .containsExactly(1, 0);
    }
}
