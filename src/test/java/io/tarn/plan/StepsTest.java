package io.tarn.plan;

import static io.tarn.plan.Jobs.HEAD;
import static io.tarn.plan.Jobs.plan;
import static io.tarn.plan.Jobs.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepsTest {
    @Test
    void everyWayToWriteAStep() {
        String short_ = HEAD + "steps: [to_tensor, {feature_maps: [identity]}]\noutputs: {a: global_max_pool}";
        String long_ = HEAD
                + "steps: [{to_tensor: }, {feature_maps: {maps: [{identity: {}}]}}]\noutputs: {a: [{global_max_pool: }]}";

        assertThat(plan(long_)).isEqualTo(plan(short_));
    }

    @Test
    void misspeltOperators() {
        assertThat(refusal(HEAD + "steps:\n  - resise: {size: 5}\noutputs: {a: []}"))
                .isEqualTo("there is no step resise; did you mean resize? `tarn ops` lists all (jobs/x.yaml:6)");
        assertThat(refusal(HEAD + "outputs:\n  a:\n    - grayscale\n    - maxpool2d: {kernel_size: 2}"))
                .isEqualTo("there is no step maxpool2d; did you mean max_pool2d? `tarn ops` lists all (jobs/x.yaml:8)");
        assertThat(refusal(HEAD + "outputs: {a: quux}"))
                .isEqualTo("there is no step quux; `tarn ops` lists them (jobs/x.yaml:5)");
    }

    @Test
    void paddingOverHalfTheKernel() {
        assertThat(refusal(HEAD + """
                steps: [to_tensor]
                outputs:
                  max:
                    max_pool2d:
                      kernel_size: 3
                      # stride: 1
                      padding: 2
                """))
                .isEqualTo("max_pool2d: padding 2 is more than half of kernel_size 3; use at most 1 (jobs/x.yaml:11)");
    }

    @Test
    void wrongArguments() {
        assertThat(refusal(HEAD + "steps:\n  - resize:\n      sise: 5\noutputs: {a: []}"))
                .isEqualTo("resize: sise is unknown; did you mean size? It takes size, filter (jobs/x.yaml:7)");
        assertThat(refusal(HEAD + "steps:\n  - to_tensor\n  - resize\noutputs: {a: []}"))
                .isEqualTo("resize: size is missing; give [height, width], or int: the new size; an int is the shorter"
                        + " side (jobs/x.yaml:7)");
        assertThat(refusal(HEAD + "steps:\n  - resize: {size: [a, 5]}\noutputs: {a: []}"))
                .isEqualTo("resize: size must be an int, not \"a\" (jobs/x.yaml:6)");
        assertThat(refusal(HEAD + "steps:\n  - resize: {size: 1e3}\noutputs: {a: []}"))
                .isEqualTo("resize: size must be an int, not 1000.0 (jobs/x.yaml:6)");
        assertThat(refusal(HEAD + "steps:\n  - resize: 128\noutputs: {a: []}"))
                .isEqualTo("resize: arguments must be a mapping such as {size: ...}, not 128; it takes size, filter"
                        + " (jobs/x.yaml:6)");
        assertThat(refusal(HEAD + "steps:\n  - grayscale: 128\noutputs: {a: []}"))
                .isEqualTo("grayscale: takes no arguments; found 128 (jobs/x.yaml:6)");
        assertThat(refusal(HEAD + "steps: [to_tensor]\noutputs: {a: {max_pool2d: {kernel_size: 2, ceil_mode: yes}}}"))
                .isEqualTo("max_pool2d: ceil_mode must be true or false, not \"yes\" (jobs/x.yaml:6)");
    }

    @Test
    void noSteps() {
        String problem = "a step is a name, or one name with its arguments, such as resize: {size: 128}; found ";
        assertThat(refusal(HEAD + "steps: [5]\noutputs: {a: []}")).isEqualTo(problem + "5 (jobs/x.yaml:5)");
        assertThat(refusal(HEAD + "steps:\n  - grayscale\n  -\noutputs: {a: []}"))
                .isEqualTo(problem + "nothing (jobs/x.yaml:7)");
        assertThat(refusal(HEAD + "steps:\n  - resize: {size: 1}\n    grayscale:\noutputs: {a: []}"))
                .isEqualTo(problem + "resize, grayscale (jobs/x.yaml:6)");
        assertThat(refusal(HEAD + "steps: {resize: {size: 1}}\noutputs: {a: []}"))
                .isEqualTo("steps: must be a list of steps, not a mapping (jobs/x.yaml:5)");
    }

    @Test
    void mistakesInNestedSteps() {
        String head = HEAD + "steps:\n  - to_tensor\n  - feature_maps:\n      - identity\n";
        assertThat(refusal(head + "      - rol: {shifts: 1, dims: height}\noutputs: {a: []}"))
                .isEqualTo("there is no step rol; did you mean roll? `tarn ops` lists all (jobs/x.yaml:9)");
        assertThat(refusal(head + "      - roll:\n          shifts: 1\n          dims: up\noutputs: {a: []}"))
                .isEqualTo("roll: dims must be height, width, channels, depth, or a list of them; not up"
                        + " (jobs/x.yaml:11)");
        assertThat(refusal(head + "      - blend:\n          weights: [1, 1]\n          with:\n            roll: 5\n"
                        + "outputs: {a: []}"))
                .isEqualTo("roll: arguments must be a mapping such as {shifts: ...}, not 5; it takes shifts, dims"
                        + " (jobs/x.yaml:12)");
    }

    @Test
    void stepsThatDoNotFollowEachOther() {
        assertThat(refusal(HEAD + "steps: [{resize: {size: 5}}]\noutputs:\n  max:\n    max_pool2d: {kernel_size: 2}"))
                .isEqualTo(
                        "max_pool2d: the input is an image [H,W,C]; add to_tensor or pil_to_tensor before it (jobs/x.yaml:8)");
        assertThat(refusal(HEAD + "steps:\n  - to_tensor\n  - grayscale\noutputs: {a: []}"))
                .isEqualTo("grayscale takes an image, and this is a tensor, float32 [3,?,?]; put it before to_tensor or"
                        + " pil_to_tensor (jobs/x.yaml:7)");
        assertThat(refusal(HEAD + "steps:\n  - {resize: {size: [8, 8]}}\n  - to_tensor\noutputs:\n  max:\n"
                        + "    max_pool2d:\n      stride: 1\n      kernel_size: 9"))
                .isEqualTo("max_pool2d: kernel_size 9 does not fit into height 8; use at most 8 or a larger input"
                        + " (jobs/x.yaml:12)");
        assertThat(refusal(HEAD + "steps: [to_tensor]\noutputs:\n  back:\n    max_unpool2d: {kernel_size: 2}"))
                .isEqualTo("max_unpool2d: there are no indices to unpool with; add return_indices: true to a max_pool2d"
                        + " before it (jobs/x.yaml:8)");
    }

    @Test
    void indicesThatMaxUnpoolCannotRead() {
        String job = HEAD + """
                steps:
                  - {resize: {size: [8, 8]}}
                  - to_tensor
                  - max_pool2d: {kernel_size: 2, return_indices: true, storage_order: 1}
                outputs:
                  back:
                    - horizontal_flip
                    %s
                    - max_unpool2d: {kernel_size: 2}
                """;
        assertThat(refusal(job.formatted("- to_dtype")))
                .isEqualTo("max_unpool2d: the indices before it count along columns, and it reads those along rows; set"
                        + " storage_order: 0 on the max_pool2d before it (jobs/x.yaml:13)");
        plan(job.formatted("- max_pool2d: {kernel_size: 2, return_indices: true}"));
    }

    @Test
    void sizesBeyondAnInt() {
        String head = HEAD + "steps:\n  - {resize: {size: [8, 8]}}\n";
        assertThat(refusal(HEAD + "steps:\n  - resize: {size: [2147483647, 2147483647]}\noutputs: {a: []}"))
                .isEqualTo("resize: the output uint8 [2147483647,2147483647,3] would take 13835058042397261827 bytes;"
                        + " at most 2147483639 are possible (jobs/x.yaml:6)");
        assertThat(refusal(head + "  - pad:\n      padding: 2147483647\noutputs: {a: []}"))
                .isEqualTo(
                        "pad: padding 2147483647 and 2147483647 is too large: a side would have 4294967302 pixels, and at"
                                + " most 2147483647 are possible (jobs/x.yaml:8)");
        assertThat(refusal(HEAD + "steps:\n  - pad: {padding: 1073741824}\noutputs: {a: []}"))
                .startsWith("pad: padding 1073741824 and 1073741824 is too large: ");
        assertThat(refusal(head + "  - to_tensor\noutputs:\n  a: {max_pool2d: {kernel_size: 2, stride: 1, dilation:"
                        + " 2147483647, padding: [[2147483647, 2147483647], [2147483647, 2147483647]]}}"))
                .isEqualTo("max_pool2d: the output's height would be 2147483655; at most 2147483647 is possible"
                        + " (jobs/x.yaml:9)");
        String pyramid = "{spatial_pyramid_pool: {levels: [26000]}}";
        assertThat(refusal(head + "  - to_tensor\noutputs:\n  a: {feature_maps: {maps: [" + pyramid + ", " + pyramid
                        + "]}}"))
                .isEqualTo(
                        "spatial_pyramid_pool: the output float32 [2028000000] would take 8112000000 bytes; at most 2147483639"
                                + " are possible (jobs/x.yaml:9)");
    }

    @Test
    void nestedStepsThatDoNotFollow() {
        assertThat(refusal(HEAD + """
                steps:
                  - to_tensor
                  - feature_maps:
                      - identity
                      - blend:
                          with:
                            roll:
                              shifts: 1
                              dims: depth
                          weights: [1, 1]
                outputs: {a: []}
                """))
                .isEqualTo("roll: float32 [3,?,?] has no depth; it has channels, height, width (jobs/x.yaml:13)");
    }
}
