package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tarn.op.ImageException;
import io.tarn.op.SpecException;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The 400 cases of golden/pooling: the bits, type, shape and indices that PyTorch gives; LP within 4 ulp. */
class GoldenTest {
    private static final int LP_ULP = 4;

    private final Golden golden = Golden.read("pooling");

    GoldenTest() throws IOException {}

    @TestFactory
    Stream<DynamicTest> cases() {
        return StreamSupport.stream(golden.cases.spliterator(), false)
                .map(each ->
                        DynamicTest.dynamicTest(each.get("id").asText() + " " + each.get("chain"), () -> check(each)));
    }

    private void check(JsonNode each) {
        Pooled pooled =
                Golden.run(each.get("chain"), golden.tensor(each.get("input").asText()));
        Tensor expected = golden.tensor(each.get("output").asText());
        boolean lp = each.get("chain").toString().contains("lp_pool");
        if (lp) {
            Tensors.assertWithin(LP_ULP, pooled.values(), expected);
        } else {
            Tensors.assertSame(pooled.values(), expected);
        }
        if (each.has("indices")) {
            assertThat(pooled.indices().dtype()).isEqualTo(DType.INT64);
            Tensors.assertSame(
                    pooled.indices(), golden.tensor(each.get("indices").asText()));
        }
    }

    @TestFactory
    Stream<DynamicTest> refused() {
        return IntStream.range(0, golden.refused.size())
                .mapToObj(golden.refused::get)
                .filter(each -> !each.get("torch_says").asText().contains("max_pool1d_impl")) // we take integers there
                .map(each -> DynamicTest.dynamicTest(each.get("chain").toString(), () -> checkRefused(each)));
    }

    private static void checkRefused(JsonNode each) {
        int[] sizes = IntStream.range(0, each.get("shape").size())
                .map(i -> each.get("shape").get(i).asInt())
                .toArray();
        Tensor input = Tensor.zeros(DType.named(each.get("dtype").asText()), Shape.of(sizes));
        if (each.get("torch_says").asText().startsWith("Found an invalid max index")) {
            // The maximum at the very end is what the unpool has no place for.
            if (input.dtype() == DType.FLOAT32) {
                for (int i = 0; i < input.length(); i++) {
                    input.floats()[i] = i;
                }
            } else {
                for (int i = 0; i < input.length(); i++) {
                    input.doubles()[i] = i;
                }
            }
            assertThatThrownBy(() -> Golden.run(each.get("chain"), input))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("is outside the");
        } else {
            assertThatThrownBy(() -> Golden.run(each.get("chain"), input)).isInstanceOf(SpecException.class);
        }
    }
}
