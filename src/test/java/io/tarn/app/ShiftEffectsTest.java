package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tarn.pipeline.EncodedImage;
import io.tarn.plan.JobFile;
import io.tarn.report.RunReport;
import io.tarn.tensor.Npy;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ShiftEffectsTest {
    private static final Offset<Double> EXACTLY = within(1e-12);

    /** Two lines, 0 and 1 by turns and a single step; by one pixel every value of the first changes, by two none. */
    private static final Tensor LINES = Tensor.of(new float[] {0, 1, 0, 1, 0, 0, 1, 1}, 1, 2, 4);

    @Test
    void whatAShiftChangesIsToldInStandardDeviations() throws IOException {
        List<RunReport.Effect> effects = effects(LINES);

        assertThat(effects).extracting(RunReport.Effect::name).containsExactly("input maps", "max");
        // half of the values are ones: a standard deviation of a half; the second line changes in two places, then four
        assertThat(effects.get(0).shiftChanges().get(0)).isCloseTo(6 / 8.0 / 0.5, EXACTLY);
        assertThat(effects.get(0).shiftChanges().get(1)).isCloseTo(4 / 8.0 / 0.5, EXACTLY);
        // pairs of columns have the maxima 1 and 1; shifted by one 1 and 1, by two the same
        assertThat(effects.get(1).reduction()).isEqualTo(4);
        assertThat(effects.get(1).shiftChanges()).allMatch(change -> change.isNaN());
    }

    @Test
    void anEmptyTensorHasNoEffects() throws IOException {
        assertThat(effects(Tensor.of(new float[0], 1, 2, 0))).isEmpty();
    }

    @Test
    void nothingIsLookedAtAfterALargeFile() throws IOException {
        Tensor large = Tensor.of(new float[(1 << 20)], 1, 1 << 10, 1 << 10);
        large.floats()[0] = 1;

        assertThat(effects(LINES, large, LINES)).isEqualTo(effects(LINES, large));
        assertThat(effects(large, LINES)).isEqualTo(effects(large)).isNotEqualTo(effects(LINES));
    }

    private static List<RunReport.Effect> effects(Tensor... tensors) throws IOException {
        String job = """
                name: shifts
                input: {format: npy, path: in}
                outputs:
                  max: {max_pool2d: {kernel_size: 2}}
                output: {path: out}
                """;
        Object resolved = JobFile.read("job.yaml", job.getBytes(StandardCharsets.UTF_8), List.of())
                .resolved();
        List<EncodedImage> originals = new ArrayList<>();
        for (Tensor tensor : tensors) {
            originals.add(new EncodedImage(originals.size() + ".npy", Npy.write(tensor)));
        }
        return ShiftEffects.of(resolved, originals);
    }
}
