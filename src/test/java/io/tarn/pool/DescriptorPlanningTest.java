package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Output shapes of the pools of image descriptors, as far as they are known. */
class DescriptorPlanningTest {
    private static final TensorType NOTHING = TensorType.tensor(null, null);
    private static final TensorType CHANNELS = TensorType.tensor(DType.FLOAT32, Shape.of(3, Shape.UNKNOWN, 9));

    private static void assertShapes(String operator, Map<String, ?> args, String ofNothing, String ofChannels) {
        PoolSpec spec = Pools.spec(operator, args);
        assertThat(spec.outputType(NOTHING).shape()).hasToString(ofNothing);
        assertThat(spec.outputType(NOTHING).dtype()).isNull();
        assertThat(spec.outputType(CHANNELS).shape()).hasToString(ofChannels);
        assertThat(spec.outputType(CHANNELS).dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void globalDescriptors() {
        assertShapes("gem", Map.of(), "[?,1,1]", "[3,1,1]");
        assertShapes("rmac", Map.of(), "[?]", "[3]");
        assertShapes("spatial_pyramid_pool", Map.of(), "[?]", "[63]");
        assertShapes("spatial_pyramid_pool", Map.of("levels", 2), "[?]", "[12]");
    }

    @Test
    void slidingPools() {
        assertShapes("blur_pool", Map.of(), "[?,?,?]", "[3,?,5]");
        assertShapes("blur_pool", Map.of("filt_size", 1, "stride", 1), "[?,?,?]", "[3,?,9]");
        assertShapes("median_pool2d", Map.of("kernel_size", 3), "[?,?,?]", "[3,?,3]");
        assertShapes("median_pool2d", Map.of("kernel_size", 3, "stride", 1, "padding", 1), "[?,?,?]", "[3,?,9]");
    }

    @Test
    void regionsOfInterest() {
        List<List<Integer>> boxes = List.of(List.of(0, 0, 5, 5), List.of(1, 1, 4, 4));
        for (String operator : List.of("roi_max_pool", "roi_align")) {
            assertShapes(operator, Map.of("boxes", boxes, "output_size", List.of(7, 5)), "[2,?,7,5]", "[2,3,7,5]");
            assertShapes(operator, Map.of("boxes", "found", "output_size", 7), "[?,?,7,7]", "[?,3,7,7]");
        }
    }
}
