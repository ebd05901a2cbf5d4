package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RmacTest {
    private record Region(int top, int left, int side) {}

    /** The regions as the paper describes them. */
    private static List<Region> regions(int height, int width, int levels) {
        double shorter = Math.min(height, width);
        int along = 1;
        double closest = Double.POSITIVE_INFINITY;
        for (int m = 2; height != width && m <= 7; m++) {
            double overlap = 1 - (Math.max(height, width) - shorter) / (m - 1) / shorter;
            if (Math.abs(overlap - 0.4) < closest - 1e-9) {
                closest = Math.abs(overlap - 0.4);
                along = m;
            }
        }
        List<Region> regions = new ArrayList<>();
        for (int level = 1; level <= levels; level++) {
            int side = (int) Math.floor(2 * shorter / (level + 1));
            int rows = height > width ? level + along - 1 : level;
            int columns = width > height ? level + along - 1 : level;
            for (int r = 0; r < rows && side > 0; r++) {
                for (int c = 0; c < columns; c++) {
                    regions.add(new Region(start(r, rows, height - side), start(c, columns, width - side), side));
                }
            }
        }
        return regions;
    }

    private static int start(int i, int count, double room) {
        return i == 0 ? 0 : (int) Math.floor(i * room / (count - 1) + 1e-9);
    }

    private static double[] naive(Tensor input, int levels) {
        int channels = input.shape().size(0);
        int height = input.shape().size(1);
        int width = input.shape().size(2);
        double[] sum = new double[channels];
        for (Region region : regions(height, width, levels)) {
            double[] maxima = new double[channels];
            for (int c = 0; c < channels; c++) {
                maxima[c] = Double.NEGATIVE_INFINITY;
                for (int h = region.top; h < region.top + region.side; h++) {
                    for (int w = region.left; w < region.left + region.side; w++) {
                        maxima[c] = Math.max(maxima[c], input.valueAt((c * height + h) * width + w));
                    }
                }
            }
            double[] unit = normalised(maxima);
            for (int c = 0; c < channels; c++) {
                sum[c] += unit[c];
            }
        }
        return normalised(sum);
    }

    private static double[] normalised(double[] vector) {
        double squares = 0;
        for (double each : vector) {
            squares += each * each;
        }
        double[] unit = vector.clone();
        for (int c = 0; c < unit.length; c++) {
            unit[c] /= Math.sqrt(squares) + 1e-6;
        }
        return unit;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,5", "7,7", "6,9", "9,6", "14,15", "10,17", "5,40", "30,4", "2,3", "13,37"})
    void isItsDefinition(int height, int width) {
        for (int levels = 1; levels <= 5; levels++) {
            Tensor doubles = Randoms.tensor(levels, DType.FLOAT64, 5, height, width);
            assertThat(Tensors.values(Tensors.pool(new Rmac(levels), doubles).values()))
                    .containsExactly(naive(doubles, levels), within(1e-14));
            Tensor floats = Randoms.tensor(levels, DType.FLOAT32, 5, height, width);
            assertThat(Tensors.values(Tensors.pool(new Rmac(levels), floats).values()))
                    .containsExactly(naive(floats, levels), within(6e-8));
        }
    }

    /** The paper's regions of a map half again as wide as high: 2 of level 1, 6 of level 2, 12 of level 3. */
    @Test
    void regionsOfAMap() {
        assertThat(regions(6, 9, 3)).hasSize(20);
        assertThat(regions(6, 9, 1)).containsExactly(new Region(0, 0, 6), new Region(0, 3, 6));
        assertThat(regions(6, 9, 2)).contains(new Region(2, 0, 4), new Region(2, 2, 4), new Region(2, 5, 4));
        assertThat(regions(7, 7, 3)).hasSize(14);
    }

    /** Level 1 is the plane, level 2 its quarters: (3, 4) / 5, then (3, 0), (0, 4), (1, 0) and (0, 0). */
    @Test
    void byHand() {
        float[] planes = new float[32];
        planes[0] = 3; // top left
        planes[8] = 1; // bottom left
        planes[16 + 2] = 4; // top right
        Tensor output = Pools.pool("rmac", Map.of("levels", 2), Tensor.of(planes, 2, 4, 4))
                .values();
        double x = 0.6 + 1 + 1;
        double y = 0.8 + 1;
        assertThat(output.shape()).isEqualTo(Shape.of(2));
        assertThat(Tensors.values(output))
                .containsExactly(new double[] {x / Math.hypot(x, y), y / Math.hypot(x, y)}, within(1e-6));
    }

    @Test
    void zerosStayAndNanSpreads() {
        Tensor input = Tensor.zeros(DType.FLOAT32, Shape.of(2, 4, 4));
        assertThat(Tensors.values(Tensors.pool(new Rmac(3), input).values())).containsExactly(0, 0);
        input.floats()[9] = Float.NaN;
        assertThat(Tensors.values(Tensors.pool(new Rmac(3), input).values())).containsExactly(Double.NaN, Double.NaN);
    }
}
