package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What Pillow 12.3 and PyTorch 2.13 make of the tutorial's photographs, bit for bit. */
class GoldenImagesTest {
    private static final Path PHOTOS = Path.of("jobs/tutorial/photos");
    private static final List<Step> TUTORIAL = List.of(
            new Resize(List.of(128, 128), Filter.BILINEAR),
            new Grayscale(),
            new ToTensor(),
            new FeatureMaps(List.of(
                    new Identity(),
                    new Roll(List.of(5), List.of("height")),
                    new Roll(List.of(5), List.of("width")),
                    new Blend(new Roll(List.of(3, 3), List.of("height", "width")), 0.5, 0.5))));

    private final Map<String, Map<String, Object>> arrays = Fixtures.table("golden/images.json", "arrays");

    /** The three pools of the tutorial are tested where pools are. */
    private static boolean isPooled(String key) {
        return key.endsWith("/tutorial-max") || key.endsWith("/tutorial-avg") || key.endsWith("/tutorial-adaptive");
    }

    @TestFactory
    List<DynamicTest> everyHash() {
        List<DynamicTest> tests = new ArrayList<>();
        arrays.forEach((key, expected) -> {
            if (!isPooled(key)) {
                String photo = key.substring(0, key.indexOf('/'));
                String step = key.substring(key.indexOf('/') + 1);
                tests.add(DynamicTest.dynamicTest(key, () -> {
                    Tensor made = run(steps(step), photo);
                    assertThat(made.dtype().toString()).isEqualTo(expected.get("dtype"));
                    assertThat(Fixtures.sha256(made)).isEqualTo(expected.get("sha256"));
                }));
            }
        });
        assertThat(tests).hasSize(204);
        return tests;
    }

    @Test
    void theTutorialsShapeIsKnownBeforeAnythingRuns() {
        TensorType type = DecodeOptions.defaults().outputType();
        for (Step step : TUTORIAL) {
            type = step.outputType(type);
        }
        assertThat(type).hasToString("float32 [4,128,128]");
    }

    private static List<Step> steps(String name) {
        if (name.equals("rgb")) {
            return List.of();
        }
        if (name.equals("l")) {
            return List.of(new Grayscale());
        }
        if (name.equals("tutorial-maps")) {
            return TUTORIAL;
        }
        String[] words = name.split("[-x]"); // resize-FILTER-WIDTHxHEIGHT, and "box" has an x
        int last = words.length - 1;
        List<Integer> size = List.of(Integer.valueOf(words[last]), Integer.valueOf(words[last - 1]));
        return List.of(new Resize(size, Filter.named(name.split("-")[1])));
    }

    private static Tensor run(List<Step> steps, String photo) throws IOException {
        byte[] bytes = Files.readAllBytes(PHOTOS.resolve(photo));
        Context context = new Context(photo, Map.of());
        try (Decoder decoder = new Decoder(DecodeOptions.defaults())) {
            Tensor tensor = decoder.decode(bytes, bytes.length, new Workspace(), context);
            TensorType type = TensorType.image(tensor.dtype(), tensor.shape());
            for (Step step : steps) {
                BoundStep bound = step.bind(type, new Workspace());
                type = step.outputType(type);
                tensor = bound.run(tensor, context);
                assertThat(tensor.shape()).isEqualTo(type.shape());
                assertThat(tensor.dtype()).isEqualTo(type.dtype());
            }
            return tensor.copy();
        }
    }
}
