package io.tarn.plan;

import static io.tarn.plan.Jobs.plan;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final String JOB = """
            name: a
            input: {format: images, path: photos}
            steps: [{resize: {size: [128, 64]}}, to_tensor]
            outputs: {max: {max_pool2d: {kernel_size: 2, padding: 1}}}
            output: {path: out}
            """;

    @Test
    void travelsAsJavaObjects() throws Exception {
        Plan plan = JobFile.read(Path.of("jobs/tutorial.yaml"), List.of());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(plan);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(plan).hasSameHashCodeAs(plan);
        }
    }

    @Test
    void isResolvedWithItsDefaults() {
        Map<String, Object> resolved = plan(JOB).resolved();

        assertThat(resolved.keySet()).containsExactly("name", "input", "steps", "outputs", "output", "errors");
        assertThat(resolved)
                .containsEntry(
                        "input",
                        Map.of(
                                "format", "images",
                                "path", List.of("photos"),
                                "decode",
                                        Map.of(
                                                "decoder",
                                                "auto",
                                                "mode",
                                                "rgb",
                                                "frames",
                                                "first",
                                                "inexact_draft",
                                                1,
                                                "max_pixels",
                                                178956970L,
                                                "max_encoded_bytes",
                                                2147483639L)))
                .containsEntry(
                        "steps",
                        List.of(
                                Map.of("resize", Map.of("size", List.of(128, 64), "filter", "bilinear")),
                                Map.of("to_tensor", Map.of())))
                .containsEntry("errors", Map.of("max_rate", 0.05, "partial", "drop", "max_seconds_per_image", 60.0));
        assertThat(resolved.get("outputs"))
                .asString()
                .startsWith("{max=[{max_pool2d={kernel_size=2, padding=1, dilation=1, ceil_mode=false");
    }

    @Test
    void fingerprintsDoNotSeeHowAJobIsWritten() {
        String other = """
                # a comment
                output: {path: elsewhere}
                outputs:
                  max:
                    - max_pool2d:
                        padding: 0x1
                        kernel_size: 2
                        ceil_mode: false
                errors: {max_rate: 0.5}
                steps:
                  - resize: {filter: bilinear, size: [128, 64]}
                  - to_tensor: {}
                input:
                  path: [other, photos]
                  format: "images"
                """;

        assertThat(plan(other).fingerprint()).isEqualTo(plan(JOB).fingerprint()).hasSize(64);
    }

    @Test
    void fingerprintsSeeWhatChangesTheData() {
        assertThat(List.of(
                        fingerprint(""),
                        fingerprint("steps.0.resize.size=[128, 65]"),
                        fingerprint("steps.0.resize.filter=box"),
                        fingerprint("steps.1=pil_to_tensor"),
                        fingerprint("outputs.max.max_pool2d.padding=0"),
                        fingerprint("outputs.max.max_pool2d.return_indices=true"),
                        fingerprint("outputs={other: {max_pool2d: {kernel_size: 2, padding: 1}}}"),
                        fingerprint("outputs.more=[]"),
                        fingerprint("input.decode.decoder=java"),
                        fingerprint("errors.partial=keep")))
                .doesNotHaveDuplicates();
    }

    private static String fingerprint(String setting) {
        return (setting.isEmpty() ? plan(JOB) : plan(JOB, Setting.set(setting))).fingerprint();
    }
}
