package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoiMaxPoolTest {
    /** 1 to 12 in three rows of four. */
    private static final Tensor COUNT = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 1, 3, 4);

    private static float[] pool(Tensor input, Object outputSize, double scale, List<?>... boxes) {
        Map<String, ?> args = Map.of("boxes", List.of(boxes), "output_size", outputSize, "spatial_scale", scale);
        Tensor output = Pools.pool("roi_max_pool", args, input).values();
        assertThat(output.shape().size(0)).isEqualTo(boxes.length);
        return output.floats();
    }

    @Test
    void byHand() {
        // Both corners belong to the box: columns 1 to 2 and rows 0 to 1.
        assertThat(pool(COUNT, 1, 1, List.of(1, 0, 2, 1))).containsExactly(7);
        assertThat(pool(COUNT, List.of(2, 2), 1, List.of(1, 0, 2, 1))).containsExactly(2, 3, 6, 7);
        // Three columns in two bins: 0 to 1 and 1 to 2.
        assertThat(pool(COUNT, List.of(1, 2), 1, List.of(0, 0, 2, 0))).containsExactly(2, 3);
        // Corners round, halves away from zero: 0.5 to 1, 1.49 to 1, 2.5 to 3.
        assertThat(pool(COUNT, List.of(1, 1), 0.5, List.of(1, 2.98, 5, 2.98))).containsExactly(8);
        assertThat(pool(COUNT, 1, 1, List.of(0, 0, 0, 0), List.of(3, 2, 3, 2))).containsExactly(1, 12);
    }

    @Test
    void boxesAcrossAndOutsideTheEdge() {
        // Columns 2 to 5 in two bins: 2 to 3, and 4 to 5 outside.
        assertThat(pool(COUNT, List.of(1, 2), 1, List.of(2, 0, 5, 0))).containsExactly(4, 0);
        assertThat(pool(COUNT, List.of(1, 2), 1, List.of(-2, 0, 1, 0))).containsExactly(0, 2);
        assertThat(pool(COUNT, 1, 1, List.of(-1000, -1000, 1000, 1000))).containsExactly(12);
        assertThat(pool(COUNT, 2, 1, List.of(100, 100, 110, 110))).containsExactly(0, 0, 0, 0);
        // An inverted box is one element.
        assertThat(pool(COUNT, 1, 1, List.of(2, 2, 0, 0))).containsExactly(11);
    }

    @Test
    void nanNeverWins() {
        Tensor input = Tensor.of(new float[] {Float.NaN, -5, Float.NaN, Float.NEGATIVE_INFINITY}, 1, 1, 4);
        assertThat(pool(input, 1, 1, List.of(0, 0, 1, 0), List.of(2, 0, 3, 0))).containsExactly(-5, -Float.MAX_VALUE);
    }

    /** The definition, element by element, where bins are cut without rounding errors. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void isItsDefinition(DType dtype) {
        Random random = new Random(9);
        for (int run = 0; run < 300; run++) {
            int height = 1 + random.nextInt(12);
            int width = 1 + random.nextInt(12);
            int[] bins = {1 << random.nextInt(3), 1 << random.nextInt(3)};
            double[] box = random.doubles(4, -3, 15).toArray();
            Tensor input = Randoms.tensor(run, dtype, 2, height, width);
            Boxes boxes = Boxes.of(List.of(Boxes.listOf(box)));
            Tensor output = Tensors.pool(new RoiMaxPool(new Rois(boxes, Sizes.of(bins), 0.5)), input)
                    .values();
            for (int o = 0; o < output.length(); o++) {
                int plane = o / (bins[0] * bins[1]) * height * width;
                double[] rows = bin(box[1], box[3], o / bins[1] % bins[0], bins[0]);
                double[] columns = bin(box[0], box[2], o % bins[1], bins[1]);
                double most = 0;
                boolean any = false;
                for (int h = 0; h < height; h++) {
                    for (int w = 0; w < width; w++) {
                        if (h >= rows[0] && h < rows[1] && w >= columns[0] && w < columns[1]) {
                            double value = input.valueAt(plane + h * width + w);
                            most = any ? Math.max(most, value) : value;
                            any = true;
                        }
                    }
                }
                assertThat(output.valueAt(o)).isEqualTo(most);
            }
        }
    }

    private static double[] bin(double from, double to, int i, int bins) {
        double start = halfAway(from * 0.5);
        double length = Math.max(halfAway(to * 0.5) - start + 1, 1);
        return new double[] {start + Math.floor(i * length / bins), start + Math.ceil((i + 1) * length / bins)};
    }

    private static double halfAway(double value) {
        return Math.signum(value) * Math.floor(Math.abs(value) + 0.5);
    }

    @Test
    void noBoxes() {
        Tensor output = Pools.pool("roi_max_pool", Map.of("boxes", List.of(), "output_size", 2), COUNT)
                .values();
        assertThat(output.shape()).isEqualTo(Shape.of(0, 1, 2, 2));
        assertThat(output.littleEndian()).isEmpty();
    }
}
