package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * ONNX's eight large published examples. Their inputs are numpy's normal numbers from seed 0, made here; of the outputs
 * golden/onnx/large.json has some forty elements each, computed from the operators' formulas by numpy in double. Where
 * ceil_mode meets count_include_pad they are of whole windows only, on which all of ONNX's versions agree.
 */
class OnnxLargeTest {
    @Test
    void numpysNumbers() {
        NumpyRandom random = new NumpyRandom(0);
        assertThat(random.nextGaussian()).isEqualTo(1.764052345967664);
        assertThat(random.nextGaussian()).isEqualTo(0.4001572083672233);
        assertThat(random.nextGaussian()).isEqualTo(0.9787379841057392);
    }

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        try (InputStream json = OnnxLargeTest.class.getResourceAsStream("/golden/onnx/large.json")) {
            JsonNode cases = new ObjectMapper().readTree(json);
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(each -> DynamicTest.dynamicTest(each.get("id").asText(), () -> check(each)));
        }
    }

    private static void check(JsonNode each) {
        Tensor input = Tensor.zeros(DType.FLOAT32, shape(each.get("shape")));
        NumpyRandom random = new NumpyRandom(0);
        for (int i = 0; i <= each.get("skip").asInt(); i++) { // the inputs before it come from the same stream
            for (int k = 0; k < input.length(); k++) {
                input.floats()[k] = (float) random.nextGaussian();
            }
        }
        Tensor output = Pools.pool(each.get("operator").asText(), Golden.args(each.get("args")), input)
                .values();
        assertThat(output.shape()).isEqualTo(shape(each.get("output")));
        assertThat(each.get("samples").size()).isGreaterThan(20);
        for (JsonNode sample : each.get("samples")) {
            double expected = sample.get(1).asDouble();
            assertThat(output.valueAt(sample.get(0).asInt()))
                    .as("element %s", sample.get(0))
                    .isCloseTo(expected, within(2e-6 * Math.max(1, Math.abs(expected))));
        }
    }

    private static Shape shape(JsonNode sizes) {
        return Shape.of(StreamSupport.stream(sizes.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray());
    }
}
