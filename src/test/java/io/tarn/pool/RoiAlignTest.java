package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tarn.pool.RoiAlign.Centers;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoiAlignTest {
    /** Element (h, w) is 10 * h + w, of which bilinear samples are 10 * y + x. */
    private static final Tensor RAMP = ramp();

    private static Tensor ramp() {
        float[] values = new float[30];
        for (int i = 0; i < 30; i++) {
            values[i] = 10 * (i / 6) + i % 6;
        }
        return Tensor.of(values, 1, 5, 6);
    }

    private static float[] align(Map<String, ?> args) {
        return Pools.pool("roi_align", args, RAMP).values().floats();
    }

    private static float[] align(int outputSize, int samplingRatio, boolean aligned, List<?> box) {
        return align(Map.of(
                "boxes", List.of(box), "output_size", outputSize, "sampling_ratio", samplingRatio, "aligned", aligned));
    }

    @Test
    void byHand() {
        // Bins of 1 x 1 sampled in their middles: y 1.5 and 2.5, x 1.5 and 2.5; half an element less where aligned.
        assertThat(align(2, 1, false, List.of(1, 1, 3, 3))).containsExactly(16.5f, 17.5f, 26.5f, 27.5f);
        assertThat(align(2, 1, true, List.of(1, 1, 3, 3))).containsExactly(11, 12, 21, 22);
        // The mean of samples at 1.5 and 2.5 either way is that of their middle.
        assertThat(align(1, 2, false, List.of(1, 1, 3, 3))).containsExactly(22);
        assertThat(align(1, -1, false, List.of(1, 1, 3, 3))).containsExactly(22);
        Map<String, ?> scaled =
                Map.of("boxes", List.of(List.of(4, 4, 12, 12)), "output_size", 1, "spatial_scale", 0.25);
        assertThat(align(scaled)).containsExactly(22);
    }

    @Test
    void boxesAcrossTheEdge() {
        // x -0.5 takes the edge's value, 0 and not -0.5; x -1.5 counts as 0.
        assertThat(align(1, 1, false, List.of(-1, 1, 0, 2))).containsExactly(15);
        assertThat(align(1, 1, false, List.of(-2, 1, -1, 2))).containsExactly(0);
        // x 5.5 is 5; x 6.5 counts as 0 and is counted.
        assertThat(align(1, 2, false, List.of(5, 1, 7, 2))).containsExactly(20f / 2);
        assertThat(align(1, -1, false, List.of(100, 100, 120, 120))).containsExactly(0);
    }

    /** Where elements lie at integers boxes are widened to one element; else an empty box has no samples of its own. */
    @Test
    void emptyAndInvertedBoxes() {
        assertThat(align(1, -1, false, List.of(2, 2, 2, 2))).containsExactly(27.5f);
        assertThat(align(1, -1, false, List.of(2, 2, 1, 1))).containsExactly(27.5f);
        assertThat(align(1, -1, true, List.of(2, 2, 2, 2))).containsExactly(0);
        assertThat(align(1, -1, true, List.of(2, 2, 1, 1))).containsExactly(0);
        assertThat(align(1, 2, true, List.of(2, 2, 2, 2))).containsExactly(16.5f);
    }

    /** Far larger than the input: samples outside are counted, not computed. */
    @Test
    void hugeBoxes() {
        assertThat(align(1, -1, false, List.of(-1e7, -1e7, 1e7, 1e7))[0]).isBetween(0f, 1e-9f);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void isItsDefinition(DType dtype) {
        Random random = new Random(7);
        for (int run = 0; run < 300; run++) {
            int height = 1 + random.nextInt(12);
            int width = 1 + random.nextInt(12);
            Sizes bins = Sizes.of(1 + random.nextInt(4), 1 + random.nextInt(4));
            double[] box = random.ints(4, -100, 500).mapToDouble(i -> i / 16.0).toArray();
            int ratio = random.nextInt(4) - 1;
            Centers centers = Centers.values()[run % 2];
            Tensor input = Randoms.tensor(run, dtype, 2, height, width);
            Rois rois = new Rois(Boxes.of(List.of(Boxes.listOf(box))), bins, 0.5);
            Tensor output =
                    Tensors.pool(new RoiAlign(rois, ratio, centers), input).values();
            assertThat(Tensors.values(output))
                    .containsExactly(
                            naive(input, box, bins, ratio, centers), within(dtype == DType.FLOAT32 ? 3e-5 : 1e-13));
        }
    }

    private static double[] naive(Tensor input, double[] box, Sizes bins, int ratio, Centers centers) {
        double shift = centers == Centers.AT_HALVES ? 0.5 : 0;
        double left = box[0] / 2 - shift;
        double top = box[1] / 2 - shift;
        double across = box[2] / 2 - shift - left;
        double down = box[3] / 2 - shift - top;
        if (centers == Centers.AT_INTEGERS) {
            across = Math.max(across, 1);
            down = Math.max(down, 1);
        }
        int rows = ratio > 0 ? ratio : (int) Math.max(0, Math.ceil(down / bins.at(0)));
        int columns = ratio > 0 ? ratio : (int) Math.max(0, Math.ceil(across / bins.at(1)));
        double[] output = new double[input.shape().size(0) * (int) bins.product()];
        for (int o = 0; o < output.length; o++) {
            int h = o / bins.at(1) % bins.at(0);
            int w = o % bins.at(1);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double y = top + (h + (i + 0.5) / rows) * down / bins.at(0);
                    double x = left + (w + (j + 0.5) / columns) * across / bins.at(1);
                    output[o] += sample(input, o / (int) bins.product(), y, x) / (rows * columns);
                }
            }
        }
        return output;
    }

    /** Bilinear interpolation as a sum of tents over all elements. */
    private static double sample(Tensor input, int channel, double y, double x) {
        int height = input.shape().size(1);
        int width = input.shape().size(2);
        if (y < -1 || y > height || x < -1 || x > width) {
            return 0;
        }
        double row = Math.max(0, Math.min(y, height - 1));
        double column = Math.max(0, Math.min(x, width - 1));
        double sum = 0;
        for (int h = 0; h < height; h++) {
            for (int w = 0; w < width; w++) {
                double tent = Math.max(0, 1 - Math.abs(row - h)) * Math.max(0, 1 - Math.abs(column - w));
                sum += tent * input.valueAt((channel * height + h) * width + w);
            }
        }
        return sum;
    }

    /** Also where its weight is 0, as in torchvision; but not where no sample comes near it. */
    @Test
    void nanSpreadsToTheSamplesBesideIt() {
        Tensor input = Tensor.of(new float[] {Float.NaN, 1, 2, 3}, 1, 1, 4);
        Map<String, ?> args =
                Map.of("boxes", List.of(List.of(0, 0, 4, 1)), "output_size", List.of(1, 4), "sampling_ratio", 1);
        assertThat(Pools.pool("roi_align", args, input).values().floats()).containsExactly(Float.NaN, 1.5f, 2.5f, 3);
        Map<String, ?> outside = Map.of("boxes", List.of(List.of(9, 9, 12, 12)), "output_size", 1, "sampling_ratio", 1);
        assertThat(Pools.pool("roi_align", outside, input).values().floats()).containsExactly(0);
    }

    @Test
    void noBoxes() {
        Tensor output = Pools.pool("roi_align", Map.of("boxes", List.of(), "output_size", List.of(2, 3)), RAMP)
                .values();
        assertThat(output.shape()).isEqualTo(Shape.of(0, 1, 2, 3));
    }
}
