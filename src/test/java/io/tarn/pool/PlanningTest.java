package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Output types of inputs that are not wholly known. */
class PlanningTest {
    private static final TensorType NOTHING = TensorType.tensor(null, null);

    private static Shape shape(String operator, Map<String, ?> args, TensorType input) {
        return Pools.spec(operator, args).outputType(input).shape();
    }

    @Test
    void unknownSizesStayUnknown() {
        TensorType partly = TensorType.tensor(DType.FLOAT32, Shape.of(3, Shape.UNKNOWN, 9));
        assertThat(shape("max_pool2d", Map.of("kernel_size", 2), partly)).hasToString("[3,?,4]");
        assertThat(shape("avg_pool2d", Map.of("kernel_size", 2, "auto_pad", "same_upper"), partly))
                .hasToString("[3,?,5]");
        assertThat(shape("fractional_max_pool2d", Map.of("kernel_size", 2, "output_size", 3), partly))
                .hasToString("[3,3,3]");
    }

    @Test
    void ranksFollowFromOperators() {
        assertThat(shape("max_pool2d", Map.of("kernel_size", 2), NOTHING)).hasToString("[?,?,?]");
        assertThat(shape("adaptive_max_pool3d", Map.of("output_size", Arrays.asList(4, null, 2)), NOTHING))
                .hasToString("[?,4,?,2]");
        assertThat(shape("global_avg_pool", Map.of(), NOTHING)).isNull();
        assertThat(Pools.spec("max_pool1d", Map.of("kernel_size", 2))
                        .outputType(NOTHING)
                        .dtype())
                .isNull();
    }

    @Test
    void indicesTravelBesideAndAreUsedUp() {
        PoolSpec pool = Pools.spec("max_pool1d", Map.of("kernel_size", 2, "return_indices", true));
        PoolSpec unpool = Pools.spec("max_unpool1d", Map.of("kernel_size", 2));
        TensorType pooled = pool.outputType(TensorType.tensor(DType.FLOAT32, Shape.of(1, 8)));
        assertThat(pooled.indices()).isEqualTo(Shape.of(1, 4));
        assertThat(unpool.outputType(pooled)).isEqualTo(TensorType.tensor(DType.FLOAT32, Shape.of(1, 8)));
        assertThat(pool.returnsIndices()).isTrue();
        assertThat(unpool.returnsIndices()).isFalse();
    }

    @Test
    void paddingFormsAndDefaults() {
        TensorType line = TensorType.tensor(DType.FLOAT32, Shape.of(1, 5));
        assertThat(shape("max_pool1d", Map.of("kernel_size", 3), line)).hasToString("[1,1]");
        assertThat(shape("max_pool1d", Map.of("kernel_size", 3, "stride", 1, "padding", List.of(List.of(0, 2))), line))
                .hasToString("[1,5]");
        assertThat(shape("max_pool1d", Map.of("kernel_size", 4, "stride", 2, "auto_pad", "same_lower"), line))
                .hasToString("[1,3]");
        assertThat(shape("max_pool1d", Map.of("kernel_size", 2, "stride", 2, "auto_pad", "valid"), line))
                .hasToString("[1,2]");
    }

    @Test
    void everyOperatorIsListedOnce() {
        assertThat(Pools.OPERATORS)
                .extracting(each -> each.name())
                .doesNotHaveDuplicates()
                .hasSize(36);
        assertThat(Pools.OPERATORS).allSatisfy(each -> {
            assertThat(each.summary()).isNotBlank();
            assertThat(each.source()).isNotBlank();
        });
    }
}
