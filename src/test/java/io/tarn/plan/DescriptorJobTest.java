package io.tarn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pools of image descriptors in job files. */
class DescriptorJobTest {
    private static final String JOB = """
            input: {format: images, path: photos}
            steps:
              - resize: {size: [64, 96]}
              - to_tensor
            outputs:
              gem: gem
              rmac: {rmac: 4}
              pyramid: {spatial_pyramid_pool: {levels: [1, 3], mode: avg}}
              blur: {blur_pool: {filt_size: 3}}
              median: {median_pool2d: {kernel_size: 3, stride: 1, padding: 1}}
              regions: {roi_max_pool: {boxes: [[0, 0, 47.5, 63], [48, 0, 95, 63]], output_size: 7}}
              aligned: [{roi_align: {boxes: faces, output_size: [7, 5]}}, {max_pool3d: {kernel_size: [1, 2, 2]}}]
            output: {path: out}
            """;

    @Test
    void shapesAreKnownButForTheNumberOfAnImagesBoxes() {
        Map<String, String> shapes = Jobs.plan(JOB).outputs().stream()
                .collect(Collectors.toMap(
                        Plan.Chain::name, each -> each.type().shape().toString()));
        assertThat(shapes)
                .containsOnly(
                        Map.entry("gem", "[3,1,1]"),
                        Map.entry("rmac", "[3]"),
                        Map.entry("pyramid", "[30]"),
                        Map.entry("blur", "[3,32,48]"),
                        Map.entry("median", "[3,64,96]"),
                        Map.entry("regions", "[2,3,7,7]"),
                        Map.entry("aligned", "[?,3,3,2]"));
    }

    @Test
    void defaultsAreWrittenDown() {
        Map<?, ?> outputs = (Map<?, ?>) Jobs.plan(JOB).resolved().get("outputs");
        assertThat(outputs.get("gem")).hasToString("[{gem={p=3, eps=1.0E-6}}]");
        assertThat(outputs.get("pyramid")).hasToString("[{spatial_pyramid_pool={levels=[1, 3], mode=avg}}]");
        assertThat(outputs.get("blur")).hasToString("[{blur_pool={filt_size=3, stride=2}}]");
        assertThat(((List<?>) outputs.get("aligned")).get(0))
                .hasToString("{roi_align={boxes=faces, output_size=[7, 5], spatial_scale=1, sampling_ratio=-1,"
                        + " aligned=false}}");
    }

    @Test
    void refusalsNameTheLine() {
        assertThat(Jobs.refusal(JOB.replace("63], [48", "63, 9], [48")))
                .isEqualTo("roi_max_pool: boxes must be a list of [x1, y1, x2, y2], four finite numbers, not"
                        + " [0, 0, 47.5, 63, 9] (jobs/x.yaml:11)");
        assertThat(Jobs.refusal(JOB.replace("filt_size: 3", "filt_size: 9")))
                .isEqualTo("blur_pool: filt_size must be 1 to 7, not 9 (jobs/x.yaml:9)");
    }
}
