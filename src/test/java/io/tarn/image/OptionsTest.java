package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.op.Context;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Decode modes and image steps against Pillow 9.4 (image/expect_options.py), bit for bit. */
class OptionsTest {
    private final Map<String, Map<String, Object>> arrays = Fixtures.table("image/options.json", "arrays");

    @TestFactory
    List<DynamicTest> everyHash() {
        List<DynamicTest> tests = new ArrayList<>();
        arrays.forEach((key, expected) -> tests.add(DynamicTest.dynamicTest(key, () -> {
            String file = key.substring(0, key.indexOf('/'));
            String wanted = key.substring(key.indexOf('/') + 1);
            Tensor made = run(file, mode(file, wanted), steps(file, wanted));
            int[] shape = ((List<?>) expected.get("shape"))
                    .stream().mapToInt(Integer.class::cast).toArray();
            assertThat(made.shape().size(0)).isEqualTo(shape[0]);
            assertThat(made.shape().size(1)).isEqualTo(shape[1]);
            assertThat(Fixtures.sha256(made)).isEqualTo(expected.get("sha256"));
        })));
        return tests;
    }

    private static DecodeOptions.Mode mode(String file, String wanted) {
        return switch (wanted) {
            case "RGBA", "L", "I" -> DecodeOptions.Mode.valueOf(wanted);
            case "alpha_composite" -> DecodeOptions.Mode.RGBA;
            default ->
                !wanted.startsWith("resize-")
                        ? DecodeOptions.Mode.RGB
                        : file.equals("png_gray16.png")
                                ? DecodeOptions.Mode.I
                                : file.equals("png_gray8.png") ? DecodeOptions.Mode.L : DecodeOptions.Mode.RGBA;
        };
    }

    private static List<Step> steps(String file, String wanted) {
        int height = file.contains("gray") ? 150 : 50;
        return switch (wanted) {
            case "RGBA", "L", "I" -> List.of();
            case "exif_transpose" -> List.of(new ExifTranspose());
            case "alpha_composite" -> List.of(new AlphaComposite(List.of(10, 200, 90)));
            case "shorter-64" -> List.of(new Resize(List.of(64), Filter.BILINEAR));
            case "crop" -> List.of(new Crop(-5, 150, 40, 30));
            case "center_crop" -> List.of(new CenterCrop(100, 100));
            case "center_crop-larger" -> List.of(new CenterCrop(200, 301));
            case "horizontal_flip" -> List.of(new HorizontalFlip());
            case "vertical_flip" -> List.of(new VerticalFlip());
            default ->
                wanted.startsWith("pad-")
                        ? List.of(new Pad(
                                List.of(2, 3, 5, 1),
                                List.of(1.0, 2.0, 3.0),
                                Pad.Mode.valueOf(wanted.substring(4).toUpperCase(java.util.Locale.ROOT))))
                        : List.of(new Resize(List.of(height, 70), Filter.named(wanted.substring("resize-".length()))));
        };
    }

    private static Tensor run(String file, DecodeOptions.Mode mode, List<Step> steps) {
        byte[] bytes = Fixtures.bytes("odd/" + file);
        Context context = new Context(file, Map.of());
        try (Decoder decoder = new Decoder(DecodeOptions.defaults().with(mode))) {
            Tensor tensor = decoder.decode(bytes, bytes.length, new Workspace(), context);
            TensorType type = TensorType.image(tensor.dtype(), tensor.shape()).withOrientation(context.orientation());
            for (Step step : steps) {
                tensor = step.bind(type, new Workspace()).run(tensor, context);
                type = step.outputType(type);
                assertThat(tensor.shape()).isEqualTo(type.shape());
                assertThat(tensor.dtype()).isEqualTo(type.dtype());
            }
            return tensor.copy();
        }
    }
}
