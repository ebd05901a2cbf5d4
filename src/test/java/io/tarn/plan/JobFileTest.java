package io.tarn.plan;

import static io.tarn.plan.Jobs.HEAD;
import static io.tarn.plan.Jobs.plan;
import static io.tarn.plan.Jobs.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.image.DecodeOptions;
import io.tarn.plan.Plan.ErrorPolicy;
import io.tarn.plan.Plan.Format;
import io.tarn.plan.Plan.Input;
import io.tarn.plan.Plan.Output;
import io.tarn.plan.Plan.Partial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFileTest {
    private static final String JOB = """
            name: tutorial
            input:
              format: images
              path: [a/*.jpg, b]
            steps:
              - resize: {size: [128, 64]}
              - grayscale
              - to_tensor
              - feature_maps:
                  - identity
                  - roll: {shifts: 5, dims: height}
            outputs:
              max: {max_pool2d: {kernel_size: 2, return_indices: true}}
              twice:
                - max_pool2d: {kernel_size: 2}
                - max_pool2d: {kernel_size: 4, padding: 1}
              as-is: []
            output:
              path: out/tutorial
            errors:
              max_rate: 0.25
              partial: keep
            """;

    @Test
    void aWholeJob() {
        Plan plan = plan(JOB);

        assertThat(plan.name()).isEqualTo("tutorial");
        assertThat(plan.input()).isEqualTo(new Input(Format.IMAGES, List.of("a/*.jpg", "b"), DecodeOptions.defaults()));
        assertThat(plan.output()).isEqualTo(new Output("out/tutorial", 0));
        assertThat(plan.errors()).isEqualTo(new ErrorPolicy(0.25, Partial.KEEP));
        assertThat(plan.steps()).hasSize(4);
        assertThat(plan.outputs())
                .extracting(output -> output.name() + " " + output.type() + " " + output.returnsIndices())
                .containsExactly(
                        "max float32 [2,64,32] true", "twice float32 [2,16,8] false", "as-is float32 [2,128,64] false");
    }

    @Test
    void theLeastJob() {
        Plan plan = Jobs.read("least.of.all.yaml", HEAD + "outputs: {image: []}");

        assertThat(plan.name()).isEqualTo("least.of.all");
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.errors()).isEqualTo(new ErrorPolicy(0.05, Partial.DROP));
        assertThat(plan.outputs().get(0).type()).hasToString("uint8 [?,?,3]");
    }

    @Test
    void aJobInJson() {
        String json = """
                {
                \t"name": "tutorial",
                \t"input": {"format": "images", "path": ["a/*.jpg", "b"]},
                \t"steps": [
                \t\t{"resize": {"size": [128, 64]}}, "grayscale", "to_tensor",
                \t\t{"feature_maps": ["identity", {"roll": {"shifts": 5, "dims": "height"}}]}
                \t],
                \t"outputs": {
                \t\t"max": {"max_pool2d": {"kernel_size": 2, "return_indices": true}},
                \t\t"twice": [{"max_pool2d": {"kernel_size": 2}}, {"max_pool2d": {"kernel_size": 4, "padding": 1}}],
                \t\t"as-is": []
                \t},
                \t"output": {"path": "out/tutorial"},
                \t"errors": {"max_rate": 0.25, "partial": "keep"}
                }
                """;

        assertThat(Jobs.read("x.json", json)).isEqualTo(plan(JOB));
    }

    @Test
    void npyFilesAreTensorsOfUnknownShape() {
        Plan plan = plan("""
                input: {format: npy, path: maps}
                outputs: {max: {max_pool2d: {kernel_size: 2}}}
                output: {path: out}
                """);

        assertThat(plan.outputs().get(0).type()).hasToString("? [?,?,?]");
    }

    @Test
    void wordsThatOldYamlTookForSomethingElseAreText() {
        assertThat(plan(HEAD + "name: no\noutputs: {on: [], yes: []}").name()).isEqualTo("no");
        assertThat(plan(HEAD + "name: 1:30\noutputs: {on: [], yes: []}").name()).isEqualTo("1:30");
        assertThat(plan(HEAD + "outputs: {on: [], yes: [], 1: []}").outputs())
                .extracting(Plan.Chain::name)
                .containsExactly("on", "yes", "1");
    }

    @Test
    void noFile(@TempDir Path folder) {
        Path missing = folder.resolve("x.yaml");
        assertThatThrownBy(() -> JobFile.read(missing, List.of()))
                .isInstanceOf(JobException.class)
                .hasMessage("there is no such job file (" + missing + ")");
    }

    @Test
    void noText(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("x.yaml");
        Files.write(file, new byte[] {'n', (byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> JobFile.read(file, List.of()))
                .isInstanceOf(JobException.class)
                .hasMessage("the job file is not UTF-8 text (" + file + ")");
    }

    @Test
    void noMapping() {
        assertThat(refusal("- a"))
                .isEqualTo("a job file is a mapping with input, outputs and output; found a list (jobs/x.yaml:1)");
        assertThat(refusal("# empty"))
                .isEqualTo("a job file is a mapping with input, outputs and output; found nothing (jobs/x.yaml)");
    }

    @Test
    void unknownKeys() {
        assertThat(refusal(HEAD + "ouputs: {image: []}"))
                .isEqualTo("job: ouputs is unknown; did you mean outputs? It takes name, input, steps, outputs, output,"
                        + " errors (jobs/x.yaml:5)");
        assertThat(refusal(HEAD.replace("path: photos", "paths: photos") + "outputs: {image: []}"))
                .isEqualTo(
                        "input: paths is unknown; did you mean path? It takes format, path, holds, column, id, include,"
                                + " exclude, sample, limit, decode (jobs/x.yaml:3)");
        assertThat(refusal(HEAD + "outputs: {image: []}\nerrors:\n  max_rate: 0\n  tolerance: 1"))
                .isEqualTo(
                        "errors: tolerance is unknown; it takes max_rate, partial, max_seconds_per_image (jobs/x.yaml:8)");
    }

    @Test
    void missingKeys() {
        assertThat(refusal(HEAD))
                .isEqualTo("job: outputs is missing; give a mapping: names, each with the steps that make this output"
                        + " (jobs/x.yaml:1)");
        assertThat(refusal(HEAD.replace("  path: photos\n", "") + "outputs: {image: []}"))
                .isEqualTo("input: path is missing; give a path, a glob or a list of them: where they are"
                        + " (jobs/x.yaml:1)");
        assertThat(refusal(HEAD.replace("photos", "") + "outputs: {image: []}"))
                .isEqualTo("input: path is missing; give a path, a glob or a list of them: where they are"
                        + " (jobs/x.yaml:3)");
    }

    @Test
    void wrongValues() {
        assertThat(refusal(HEAD.replace("images", "image") + "outputs: {image: []}"))
                .isEqualTo(
                        "input: format must be images | npy | webdataset | parquet, not image; did you mean images? (jobs/x.yaml:2)");
        assertThat(refusal(HEAD.replace("photos", "[a, 5]") + "outputs: {image: []}"))
                .isEqualTo("input: path must be a path, a glob or a list of them, not [a, 5] (jobs/x.yaml:3)");
        assertThat(refusal(HEAD.replace("photos", "''") + "outputs: {image: []}"))
                .isEqualTo("input: path must be a path, a glob or a list of them, not \"\" (jobs/x.yaml:3)");
        assertThat(refusal(HEAD.replace("photos", "a\n  decode: {max_pixels: 0}") + "outputs: {image: []}"))
                .isEqualTo("decode: max_pixels must be at least 1, not 0 (jobs/x.yaml:4)");
        assertThat(refusal(HEAD.replace("images", "npy\n  decode: {max_pixels: 9}") + "outputs: {image: []}"))
                .isEqualTo("input: decode is for images; of it tensors have max_encoded_bytes alone (jobs/x.yaml:3)");
        assertThat(refusal(HEAD.replace("{path: out}", "out") + "outputs: {image: []}"))
                .isEqualTo(
                        "output: must be a mapping with path, layout, partition_by, codec, level, file_bytes, shard_images, not out"
                                + " (jobs/x.yaml:4)");
        assertThat(refusal(HEAD + "outputs: {image: []}\nerrors: {max_rate: 5%}"))
                .isEqualTo("errors: max_rate must be a number, not \"5%\" (jobs/x.yaml:6)");
        assertThat(refusal(HEAD + "outputs: {image: []}\nerrors: {max_rate: 5}"))
                .isEqualTo("errors: max_rate must be from 0 to 1, not 5 (jobs/x.yaml:6)");
        assertThat(refusal(HEAD + "outputs: {image: []}\nerrors: {max_seconds_per_image: 0}"))
                .isEqualTo("errors: max_seconds_per_image must be more than 0, not 0 (jobs/x.yaml:6)");
        assertThat(refusal(HEAD + "outputs: {image: []}\nerrors: {max_rate: .nan}"))
                .isEqualTo("errors: max_rate must be from 0 to 1, not NaN (jobs/x.yaml:6)");
    }

    @Test
    void whichImagesAreRead() {
        Input input = plan(HEAD.replace(
                                "photos",
                                "photos\n  include: '*.jpg'\n  exclude: [a/*, b/*]\n  limit: 5\n"
                                        + "  sample: {fraction: 0.5, seed: 3}")
                        + "outputs: {image: []}")
                .input();

        assertThat(input.selection()).isEqualTo(new Selection(List.of("*.jpg"), List.of("a/*", "b/*"), 5, 0.5, 3));
        assertThat(refusedInput("limit: 0")).isEqualTo("input: limit must be at least 1, not 0 (jobs/x.yaml:4)");
        assertThat(refusedInput("sample: 0.5"))
                .isEqualTo("sample: must be a mapping with fraction, seed, not 0.5 (jobs/x.yaml:4)");
        assertThat(refusedInput("sample: {fraction: 0}"))
                .isEqualTo("sample: fraction must be above 0 and at most 1, not 0.0 (jobs/x.yaml:4)");
        assertThat(refusedInput("include: []"))
                .isEqualTo("input: include is an empty list; give at least one glob, or remove it (jobs/x.yaml:4)");
        assertThat(refusedInput("exclude: [5]"))
                .isEqualTo("input: exclude must be a glob or a list of them, not [5] (jobs/x.yaml:4)");
        assertThat(refusedInput("column: image")).isEqualTo("input: column is for parquet; remove it (jobs/x.yaml:4)");
        assertThat(refusedInput("holds: images"))
                .isEqualTo("input: holds is for webdataset and parquet; remove it (jobs/x.yaml:4)");
    }

    private static String refusedInput(String line) {
        return refusal(HEAD.replace("photos", "photos\n  " + line) + "outputs: {image: []}");
    }

    @Test
    void whichImagesAreReadMarksTheJob() {
        String all = plan(HEAD + "outputs: {image: []}").fingerprint();

        assertThat(List.of(
                        "limit: 5",
                        "include: a",
                        "exclude: a",
                        "sample: {fraction: 0.5}",
                        "sample: {fraction: 0.5, seed: 1}"))
                .map(line -> plan(HEAD.replace("photos", "photos\n  " + line) + "outputs: {image: []}")
                        .fingerprint())
                .doesNotHaveDuplicates()
                .doesNotContain(all);
    }

    @Test
    void howResultsLieInFiles() {
        Output output = plan(HEAD.replace(
                                "{path: out}",
                                "{path: out, layout: tensor, partition_by: label, codec: none, file_bytes: 5000000}")
                        + "steps: [{resize: {size: [4, 4]}}]\noutputs: {image: []}")
                .output();

        assertThat(output).isEqualTo(new Output("out", Plan.Layout.TENSOR, "label", Plan.Codec.NONE, 1, 5_000_000, 0));
        assertThat(refusedOutput("codec: gzip"))
                .isEqualTo("output: codec must be snappy | zstd | none, not gzip (jobs/x.yaml:4)");
        assertThat(refusedOutput("codec: none, level: 3"))
                .isEqualTo("output: level is for codec zstd; give that too, or remove it (jobs/x.yaml:4)");
        assertThat(refusedOutput("level: 3"))
                .isEqualTo("output: level is for codec zstd; give that too, or remove it (jobs/x.yaml:4)");
        assertThat(refusedOutput("codec: zstd, level: 23"))
                .isEqualTo("output: level must be from 1 to 22, not 23 (jobs/x.yaml:4)");
        assertThat(refusedOutput("file_bytes: 5"))
                .isEqualTo("output: file_bytes must be at least 1048576, not 5 (jobs/x.yaml:4)");
    }

    private static String refusedOutput(String more) {
        return refusal(HEAD.replace("{path: out}", "{path: out, " + more + "}") + "outputs: {image: []}");
    }

    @Test
    void listsAskForShapesThatAreKnown() {
        String head = HEAD.replace("{path: out}", "{path: out, layout: tensor}");
        assertThat(refusal(head + "outputs: {image: []}"))
                .isEqualTo(
                        "outputs: image is uint8 [?,?,3], and output.layout: tensor needs a shape and type known before"
                                + " the run; add a resize or an adaptive pool, or set output.layout: bytes (jobs/x.yaml:5)");
        assertThat(refusal(head.replace("images", "npy") + "outputs: {image: []}"))
                .startsWith("outputs: image is ? [?], and output.layout: tensor needs a shape and type");
        assertThat(
                        refusal(
                                head
                                        + "steps: [{resize: {size: [4, 4]}}, to_tensor]\noutputs:\n  half: {to_dtype: {dtype: float16}}"))
                .isEqualTo("outputs: half is float16 [3,4,4], which output.layout: tensor cannot hold; end it with"
                        + " to_dtype: {dtype: float32}, or set output.layout: bytes (jobs/x.yaml:7)");
    }

    @Test
    void pngsComeLast() {
        assertThat(refusal(HEAD + "steps: [png]\noutputs: {image: []}"))
                .isEqualTo("png: must be the last step of an output; move it there (jobs/x.yaml:5)");
        assertThat(refusal(HEAD + "outputs:\n  image: [png, png]")).contains("png");
        assertThat(refusal(HEAD + "steps: [to_tensor]\noutputs: {image: png}"))
                .isEqualTo("png takes uint8 pictures, not float32 [3,?,?]; use pil_to_tensor in place of to_tensor, or"
                        + " to_dtype: {dtype: uint8, scale: true} before it (jobs/x.yaml:6)");
        assertThat(plan(HEAD + "outputs: {image: [{resize: {size: 8}}, png]}")
                        .outputs()
                        .get(0)
                        .isPng())
                .isTrue();
    }

    @Test
    void theFingerprintIsOfTheDataAndNotOfItsFiles() {
        String steps = "steps: [{resize: {size: [4, 4]}}]\noutputs: {image: []}";
        String plain = plan(HEAD + steps).fingerprint();

        assertThat(List.of("codec: none", "codec: zstd, level: 9", "file_bytes: 5000000"))
                .allSatisfy(more -> assertThat(plan(HEAD.replace("path: out", "path: out, " + more) + steps)
                                .fingerprint())
                        .isEqualTo(plain));
        assertThat(List.of("layout: tensor", "partition_by: label"))
                .allSatisfy(more -> assertThat(plan(HEAD.replace("path: out", "path: out, " + more) + steps)
                                .fingerprint())
                        .isNotEqualTo(plain));
    }

    @Test
    void outputNames() {
        assertThat(refusal(HEAD + "outputs: {}"))
                .isEqualTo("outputs: must be a mapping of names to steps, such as max: {max_pool2d: {kernel_size: 2}},"
                        + " not an empty one (jobs/x.yaml:5)");
        assertThat(refusal(HEAD + "outputs: {max: }"))
                .isEqualTo("outputs: max is empty; give a step, a list of steps, or [] for the tensor as it stands"
                        + " (jobs/x.yaml:5)");
        assertThat(refusal(HEAD + "outputs:\n  a.b: []"))
                .isEqualTo("outputs: a.b is no name for an output; use letters, digits, _ and - (jobs/x.yaml:6)");
        assertThat(refusal(HEAD + "outputs:\n  Id: []"))
                .isEqualTo("outputs: column Id (output Id) clashes with the images' id; rename one, upper and lower"
                        + " case count as the same (jobs/x.yaml:6)");
        String pooled = "  max: {max_pool2d: {kernel_size: 2, return_indices: true}}\n";
        assertThat(refusal(HEAD + "steps: [to_tensor]\noutputs:\n  max_indices: []\n" + pooled))
                .isEqualTo("outputs: column max_indices (the indices of output max) clashes with output max_indices;"
                        + " rename one, upper and lower case count as the same (jobs/x.yaml:8)");
    }
}
