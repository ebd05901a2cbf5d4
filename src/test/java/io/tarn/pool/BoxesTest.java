package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Boxes from a column of each image's row. */
class BoxesTest {
    private static final TensorType TYPE = TensorType.tensor(DType.FLOAT32, Shape.of(1, 2, 2));
    private static final Tensor INPUT = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2);

    private static final BoundStep BOUND = Pools.spec("roi_max_pool", Map.of("boxes", "found", "output_size", 1))
            .bind(TYPE, new Workspace());

    private static Tensor run(Map<String, Object> columns) {
        return BOUND.run(INPUT, new Context("an image", columns));
    }

    static List<Object> forms() {
        return List.of(
                List.of(List.of(0, 0, 1, 0), List.of(0.0, 0.0, 1.0, 1.0)),
                List.of(new double[] {0, 0, 1, 0}, new float[] {0, 0, 1, 1}),
                new double[][] {{0, 0, 1, 0}, {0, 0, 1, 1}},
                List.of(new Integer[] {0, 0, 1, 0}, List.of(0L, 0L, 1L, 1L)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void listsAndArrays(Object value) {
        Tensor output = run(Map.of("found", value));
        assertThat(output.shape()).isEqualTo(Shape.of(2, 1, 1, 1));
        assertThat(Tensors.values(output)).containsExactly(2, 4);
    }

    @Test
    void asManyAsTheImageHas() {
        assertThat(run(Map.of("found", List.of(List.of(0, 0, 0, 0)))).shape()).isEqualTo(Shape.of(1, 1, 1, 1));
        assertThat(run(Map.of("found", List.of())).shape()).isEqualTo(Shape.of(0, 1, 1, 1));
        assertThat(run(Map.of("found", Collections.nCopies(9, List.of(0, 0, 1, 1))))
                        .shape())
                .isEqualTo(Shape.of(9, 1, 1, 1));
    }

    private record Bad(Object value, String problem) {}

    static List<Bad> bad() {
        return List.of(
                new Bad("0 0 1 1", "is 0 0 1 1, not a list of boxes [x1, y1, x2, y2]"),
                new Bad(
                        List.of(List.of(0, 0, 1, 1), List.of(0, 0, 1)),
                        "has [0, 0, 1] as box 1; a box is [x1, y1, x2, y2], four finite numbers"),
                new Bad(new double[] {0, 0, 1, 1}, "has 0.0 as box 0; a box is [x1, y1, x2, y2], four finite numbers"),
                new Bad(
                        List.of(new double[] {0, 0, Double.NaN, 1}),
                        "has [0.0, 0.0, NaN, 1.0] as box 0; a box is [x1, y1, x2, y2], four finite numbers"),
                new Bad(
                        List.of(Arrays.asList(0, null, 1, 1)),
                        "has [0, null, 1, 1] as box 0; a box is [x1, y1, x2, y2], four finite numbers"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void everythingElseFailsTheImage(Bad each) {
        fails(Map.of("found", each.value), "roi_max_pool: the column found " + each.problem);
    }

    @Test
    void missingColumnsAndDistantBoxesFailTheImage() {
        fails(Map.of("other", 1), "roi_max_pool: the column found is missing");
        fails(
                Collections.singletonMap("found", null),
                "roi_max_pool: the column found is null; an image without boxes has an empty list");
        fails(
                Map.of("found", List.of(List.of(0, 0, 1e9, 1))),
                "roi_max_pool: boxes must lie within 16777216 elements of the input's first one, unlike"
                        + " [0.0, 0.0, 1.0E9, 1.0]");
    }

    private static void fails(Map<String, Object> columns, String message) {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> run(columns))
                .withMessage(message)
                .satisfies(failure -> assertThat(failure.error()).isEqualTo("bad_boxes"));
    }

    @Test
    void moreElementsThanATensorHas() {
        PoolSpec spec = Pools.spec("roi_align", Map.of("boxes", "found", "output_size", 30000));
        BoundStep bound = spec.bind(TYPE, new Workspace());
        List<?> boxes = Collections.nCopies(3, List.of(0, 0, 1, 1));
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> bound.run(INPUT, new Context("an image", Map.of("found", boxes))))
                .withMessage("roi_align: 3 boxes by 1 channels by 900000000 bins are more than the 2147483647 elements"
                        + " of a tensor");
    }
}
