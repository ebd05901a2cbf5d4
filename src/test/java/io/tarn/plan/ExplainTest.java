package io.tarn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainTest {
    @Test
    void theTutorial() {
        Plan plan = JobFile.read(Path.of("jobs/tutorial.yaml"), List.of());

        assertThat(Explain.text(plan, new Explain.Found(12, 12, 1_234_567, 1, 2, List.of(), List.of())))
                .isEqualTo("""
                tutorial
                  input    images in jobs/tutorial/photos
                           12 files, 1,234,567 bytes, in 1 partition on 2 cores
                  output   out/tutorial
                  errors   status 3 above 5 % of the images; an output that fails drops the image

                  step                                                      dtype    shape                   bytes
                  decode                                                    uint8    [?,?,3]                     ?
                  resize: {size: [128, 128]}                                uint8    [128,128,3]            49,152
                  grayscale                                                 uint8    [128,128,1]            16,384
                  to_tensor                                                 float32  [1,128,128]            65,536
                  feature_maps:                                             float32  [4,128,128]           262,144
                    - identity
                    - roll: {shifts: 5, dims: height}
                    - roll: {shifts: 5, dims: width}
                    - blend: {with: {roll: {shifts: 3, dims: [height, width]}}, weights: [0.5, 0.5]}

                  output                                                    dtype    shape                   bytes
                  max: max_pool2d: {kernel_size: 2, stride: 2}              float32  [4,64,64]              65,536
                  avg: avg_pool2d: {kernel_size: 3, stride: 2, padding: 1}  float32  [4,64,64]              65,536
                  adaptive: adaptive_max_pool2d: {output_size: [32, 32]}    float32  [4,32,32]              16,384
                  a row                                                                                    147,456
                  all rows, before compression                                                           1,769,472
                """);
    }

    @Test
    void controlCharactersAreNotSentToTheTerminal() {
        Plan plan = JobFile.read(
                Path.of("jobs/tutorial.yaml"), List.of(Setting.set("name=\"a\\e[31mb\""), Setting.input("p\u0007")));

        assertThat(Explain.text(plan)).startsWith("a\uFFFD[31mb\n  input    images in p\uFFFD\n");
    }

    @Test
    void whatIsChosenAndWhatComesAlong() {
        Plan plan = JobFile.read(
                Path.of("jobs/tutorial.yaml"),
                List.of(
                        Setting.set("input.include=[a/*, b/*]"),
                        Setting.set("input.exclude='*.txt'"),
                        Setting.set("input.sample={fraction: 0.125}"),
                        Setting.set("input.limit=1000")));

        assertThat(Explain.text(
                        plan,
                        new Explain.Found(3, 1000, 5, 1, 2, List.of("label string", "cls bigint"), List.of("m map"))))
                .startsWith("""
                        tutorial
                          input    images in jobs/tutorial/photos
                          include  a/*, b/*
                          exclude  *.txt
                          sample   12.5 % of the images, by id, seed 0
                          limit    the first 1,000 images
                                   3 files, 1,000 images chosen, 5 bytes, in 1 partition on 2 cores
                          columns  label string, cls bigint
                          without  m map, which data/ cannot hold
                          output   out/tutorial
                        """);
        assertThat(Explain.text(plan, new Explain.Found(3, -1, 5, 1, 2, List.of(), List.of())))
                .contains("\n           3 files, 5 bytes, in 1 partition on 2 cores\n")
                .doesNotContain("all rows");
    }

    @Test
    void whatIsNotKnown() {
        Plan plan = JobFile.read(Path.of("jobs/feature-maps.yaml"), List.of());

        assertThat(Explain.text(plan)).isEqualTo("""
                feature-maps
                  input    npy files in jobs/feature-maps
                  output   out/feature-maps
                  errors   status 3 above 5 % of the images; an output that fails drops the image

                  step                                                      dtype    shape                   bytes
                  read_npy                                                  ?        [?]                         ?

                  output                                                    dtype    shape                   bytes
                  summary: global_avg_pool                                  ?        [?]                         ?
                  max:
                    - max_pool2d: {kernel_size: 3, stride: 2, padding: 1}   ?        [?,?,?]                     ?
                    - adaptive_max_pool2d: {output_size: 7}                 ?        [?,7,7]                     ?
                  fractional: fractional_max_pool2d: {kernel_size: 2, output_ratio: 0.7, seed: 1}
                                                                            ?        [?,?,?]                     ?
                  a row                                                                                          ?
                """);
    }

    @Test
    void indicesAndTheTensorAsItStands() {
        Plan plan = Jobs.plan("""
                input: {format: images, path: photos}
                steps: [{resize: {size: 128, filter: lanczos}}, pil_to_tensor]
                outputs:
                  whole: []
                  max: {max_pool2d: {kernel_size: [2, 4], ceil_mode: false, return_indices: true}}
                output: {path: out}
                errors: {max_rate: 0.001, partial: keep}
                """);

        assertThat(Explain.text(plan)).isEqualTo("""
                x
                  input    images in photos
                  output   out
                  errors   status 3 above 0.1 % of the images; an output that fails leaves a null

                  step                                                      dtype    shape                   bytes
                  decode                                                    uint8    [?,?,3]                     ?
                  resize: {size: 128, filter: lanczos}                      uint8    [?,?,3]                     ?
                  pil_to_tensor                                             uint8    [3,?,?]                     ?

                  output                                                    dtype    shape                   bytes
                  whole: []                                                 uint8    [3,?,?]                     ?
                  max: max_pool2d: {kernel_size: [2, 4], return_indices: true}
                                                                            uint8    [3,?,?]                     ?
                  max_indices                                               int64    [3,?,?]                     ?
                  a row                                                                                          ?
                """);
    }
}
