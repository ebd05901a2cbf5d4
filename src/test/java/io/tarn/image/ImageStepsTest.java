package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.Context;
import io.tarn.op.Operator;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.pipeline.Chain;
import io.tarn.pipeline.StepFailure;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Steps by their definition: arguments, types while planning, refusals, and values that can be computed here. */
class ImageStepsTest {
    private static final int ANY = Shape.UNKNOWN;
    private static final TensorType DECODED = DecodeOptions.defaults().outputType();
    private static final Map<String, Map<String, ?>> EXAMPLES = Map.ofEntries(
            Map.entry("resize", Map.of("size", List.of(4, 6), "filter", "lanczos")),
            Map.entry("center_crop", Map.of("output_size", 4)),
            Map.entry("crop", Map.of("top", 1, "left", 2, "height", 3, "width", 4)),
            Map.entry("pad", Map.of("padding", List.of(1, 2), "fill", 7)),
            Map.entry("horizontal_flip", Map.of()),
            Map.entry("vertical_flip", Map.of()),
            Map.entry("exif_transpose", Map.of()),
            Map.entry("alpha_composite", Map.of("background", List.of(255, 255, 255))),
            Map.entry("grayscale", Map.of()),
            Map.entry("to_tensor", Map.of()),
            Map.entry("pil_to_tensor", Map.of()),
            Map.entry("to_dtype", Map.of("dtype", "uint8", "scale", true)),
            Map.entry("normalize", Map.of("mean", 0.5, "std", List.of(0.1, 0.2, 0.3))),
            Map.entry("feature_maps", Map.of("maps", List.of("identity", "identity"))),
            Map.entry("identity", Map.of()),
            Map.entry("png", Map.of()),
            Map.entry("roll", Map.of("shifts", 5, "dims", "height")),
            Map.entry("blend", Map.of("with", "identity", "weights", List.of(0.5, 0.5))));

    private static Step step(String name, Map<String, ?> arguments) {
        Operator operator = Images.OPERATORS.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return operator.step(new Args(name, arguments, value -> step((String) value, Map.of())));
    }

    private static Tensor run(Step step, Tensor input) {
        return step.bind(TensorType.tensor(input.dtype(), input.shape()), new Workspace())
                .run(input, new Context("test", Map.of()));
    }

    private static Tensor noise(int... sizes) {
        Tensor tensor = Tensor.zeros(DType.FLOAT32, Shape.of(sizes));
        Random random = new Random(1);
        for (int i = 0; i < tensor.length(); i++) {
            tensor.floats()[i] = random.nextFloat();
        }
        return tensor;
    }

    @Test
    void everyOperatorMakesAValue() throws Exception {
        assertThat(EXAMPLES.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Images.OPERATORS.stream().map(Operator::name).toList());
        for (Map.Entry<String, Map<String, ?>> example : EXAMPLES.entrySet()) {
            Step step = step(example.getKey(), example.getValue());
            assertThat(step.name()).isEqualTo(example.getKey());
            assertThat(step).isEqualTo(step(example.getKey(), example.getValue()));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new ObjectOutputStream(bytes).writeObject(step);
            assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject())
                    .isEqualTo(step);
        }
    }

    @Test
    void typesArePropagatedAsFarAsTheyAreKnown() {
        assertThat(DECODED).hasToString("uint8 [?,?,3]");
        assertThat(new Resize(List.of(64), Filter.BOX).outputType(DECODED)).hasToString("uint8 [?,?,3]");
        assertThat(new Resize(List.of(64, 32), Filter.BOX).outputType(DECODED)).hasToString("uint8 [64,32,3]");
        assertThat(new Grayscale().outputType(DECODED)).hasToString("uint8 [?,?,1]");
        assertThat(new ToTensor().outputType(DECODED)).hasToString("float32 [3,?,?]");
        assertThat(new PilToTensor().outputType(DECODED)).hasToString("uint8 [3,?,?]");
        assertThat(new Pad(List.of(1, 2, 3, 4), List.of(0.0), Pad.Mode.EDGE).outputType(DECODED))
                .hasToString("uint8 [?,?,3]");
        assertThat(new CenterCrop(5, 6).outputType(TensorType.tensor(null, null)))
                .hasToString("? [?]");
        assertThat(new CenterCrop(5, 6).outputType(TensorType.tensor(DType.INT8, Shape.of(2, ANY, ANY))))
                .hasToString("int8 [2,5,6]");
        Step maps = new FeatureMaps(List.of(new Identity(), new Roll(List.of(1), List.of("width"))));
        assertThat(maps.outputType(TensorType.tensor(DType.FLOAT32, Shape.of(3, ANY, 8))))
                .hasToString("float32 [6,?,8]");
        assertThat(maps.outputType(TensorType.tensor(null, null))).hasToString("? [?]");
    }

    @Test
    void theOrientationDecidesTheUprightSize() {
        TensorType image = TensorType.image(DType.UINT8, Shape.of(20, 30, 3));
        assertThat(new ExifTranspose().outputType(image.withOrientation(3))).hasToString("uint8 [20,30,3]");
        assertThat(new ExifTranspose().outputType(image.withOrientation(6))).hasToString("uint8 [30,20,3]");
        assertThat(new ExifTranspose().outputType(image.withOrientation(6)).orientation())
                .isEqualTo(1);
        assertThat(new ExifTranspose().outputType(image.withOrientation(TensorType.UNKNOWN_ORIENTATION)))
                .hasToString("uint8 [?,?,3]");
        assertThat(new ExifTranspose().outputType(DECODED)).hasToString("uint8 [?,?,3]");
    }

    @Test
    void whatNoInputAllowsIsRefusedWithItsRemedy() {
        TensorType tensor = TensorType.tensor(DType.FLOAT32, Shape.of(3, 8, 8));
        assertThatThrownBy(() -> new Grayscale().outputType(tensor))
                .hasMessage("grayscale takes an image, and this is a tensor, float32 [3,8,8]; put it before to_tensor"
                        + " or pil_to_tensor");
        assertThatThrownBy(() -> new Normalize(List.of(0.0), List.of(1.0)).outputType(DECODED))
                .hasMessage("normalize takes a tensor, and this is still an image, uint8 [?,?,3]; put to_tensor"
                        + " before it");
        assertThatThrownBy(() -> new Normalize(List.of(0.0, 0.0), List.of(1.0)).outputType(tensor))
                .hasMessage("normalize: mean has 2 values for 3 channels; give one or each");
        TensorType gray = TensorType.tensor(DType.FLOAT32, Shape.of(1, 8, 8));
        assertThatThrownBy(() -> new Normalize(List.of(0.0, 0.0), List.of(1.0)).outputType(gray))
                .hasMessage("normalize: mean has 2 values for 1 channel; give one or each");
        assertThatThrownBy(() -> step("resize", Map.of("size", 0)))
                .hasMessage("resize: size must be at least 1, not 0");
        assertThatThrownBy(() -> step("resize", Map.of("size", 8, "filter", "lanczo")))
                .hasMessageContaining("did you mean lanczos?");
        assertThatThrownBy(() -> step("roll", Map.of("shifts", List.of(1, 2), "dims", "height")))
                .hasMessageContaining("shifts");
        assertThatThrownBy(() -> new Roll(List.of(1), List.of("depth")).outputType(tensor))
                .hasMessage("roll: float32 [3,8,8] has no depth; it has channels, height, width");
        assertThatThrownBy(() -> step("pad", Map.of("padding", -1)))
                .hasMessage("pad: padding must be at least 0, not -1; use crop");
        assertThatThrownBy(() -> new AlphaComposite(List.of(0, 0, 0)).outputType(DECODED))
                .hasMessage("alpha_composite takes an image of 4 channels, not uint8 [?,?,3]; decode it in mode rgba");
        Step mixed = new FeatureMaps(List.of(new Identity(), new CenterCrop(2, 2)));
        assertThatThrownBy(() -> mixed.outputType(tensor))
                .hasMessage("feature_maps: center_crop makes float32 [3,2,2], and the maps before it float32 [3,8,8];"
                        + " only the number of channels may differ");
    }

    /** A scalar or a row of npy files. */
    @Test
    void tensorsWithoutHeightOrChannelsAreRefused() {
        TensorType row = TensorType.tensor(DType.FLOAT32, Shape.of(8));
        TensorType number = TensorType.tensor(DType.FLOAT32, Shape.of());
        for (String name : List.of("center_crop", "crop", "pad", "horizontal_flip", "vertical_flip")) {
            Step step = step(name, EXAMPLES.get(name));
            assertThatThrownBy(() -> step.outputType(row))
                    .hasMessage(name + " takes images and tensors with height and width, not float32 [8]");
            assertThatThrownBy(() -> step.outputType(number)).hasMessageEndingWith(", not float32 []");
        }
        Step roll = new Roll(List.of(1), List.of("height"));
        assertThatThrownBy(() -> roll.outputType(row)).hasMessage("roll: float32 [8] has no height; it has channels");
        assertThatThrownBy(() -> roll.outputType(number))
                .hasMessage("roll: float32 [] has no height; it has no dimension");
        for (Step step : List.of(
                new Normalize(List.of(0.0), List.of(1.0)), new FeatureMaps(List.of(new Identity(), new Identity())))) {
            assertThatThrownBy(() -> step.outputType(number))
                    .hasMessage(step.name()
                            + " takes a tensor with channels, [C, ...], not the single number of float32 []");
        }
    }

    @Test
    void heightAndWidthAreTheLastOfFiveDimensions() {
        Tensor x = Tensor.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 1, 2, 1, 2, 2);
        assertThat(run(new VerticalFlip(), x).copy().floats()).containsExactly(2, 3, 0, 1, 6, 7, 4, 5);
        Step roll = new Roll(List.of(1), List.of("height"));
        assertThat(run(roll, x).copy().floats()).containsExactly(2, 3, 0, 1, 6, 7, 4, 5);
    }

    @Test
    void aBorderOfPixelsNeedsOne() {
        TensorType empty = TensorType.tensor(DType.FLOAT32, Shape.of(3, 0, 4));
        for (String mode : List.of("edge", "reflect", "symmetric")) {
            Step pad = step("pad", Map.of("padding", List.of(0, 1), "padding_mode", mode));
            assertThatThrownBy(() -> pad.outputType(empty))
                    .hasMessage("pad: padding_mode " + mode
                            + " repeats pixels, and there are none in float32 [3,0,4]; use constant");
            Step beside = step("pad", Map.of("padding", List.of(1, 0), "padding_mode", mode));
            assertThat(beside.outputType(empty)).hasToString("float32 [3,0,6]");
        }
    }

    @Test
    void aDeviationOfZeroIsRefused() {
        assertThatThrownBy(() -> step("normalize", Map.of("mean", 0, "std", -0.0)))
                .hasMessage("normalize: std must not be 0");
        Step tiny = step("normalize", Map.of("mean", 0, "std", 1e-60));
        TensorType floats = TensorType.tensor(DType.FLOAT32, Shape.of(3, 2, 2));
        assertThatThrownBy(() -> tiny.outputType(floats))
                .hasMessage("normalize: std 1.0E-60 is 0 in float32; use float64 or a larger one");
        assertThat(tiny.outputType(floats.withDType(DType.FLOAT64))).hasToString("float64 [3,2,2]");
    }

    @Test
    void imagesAreBytesOrInts() {
        TensorType floats = TensorType.image(DType.FLOAT32, Shape.of(4, 5, 1));
        Step resize = new Resize(List.of(4, 5), Filter.BOX);
        assertThatThrownBy(() -> resize.outputType(floats))
                .hasMessage(
                        "resize takes uint8 and int32 images, not float32 [4,5,1]; only filter: nearest takes others");
        assertThatThrownBy(() -> new PilToTensor().outputType(floats))
                .hasMessage(
                        "pil_to_tensor takes uint8 and int32 images, not float32 [4,5,1]; leave it out where this is"
                                + " a tensor");
        assertThat(new Resize(List.of(4, 9), Filter.NEAREST).outputType(floats)).hasToString("float32 [4,9,1]");
        for (DType dtype : new DType[] {DType.INT32, DType.UINT8, null}) {
            TensorType image = floats.withDType(dtype);
            assertThat(resize.outputType(image)).isEqualTo(image);
            assertThat(new PilToTensor().outputType(image)).isEqualTo(TensorType.tensor(dtype, Shape.of(1, 4, 5)));
        }
    }

    /** Pillow's numbers: {@code Image.fromarray(row, "I").resize((8, 1), filter)}. */
    @Test
    void intsBeyondTheirRangeBecomeTheLowest() {
        int[] row = {Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE};
        Tensor image = Tensor.over(DType.INT32, Shape.of(1, 4, 1), row);
        Map<Filter, int[]> halves = Map.of(
                Filter.BICUBIC, new int[] {Integer.MIN_VALUE, -1332380366, 1196689360, Integer.MIN_VALUE},
                Filter.LANCZOS, new int[] {Integer.MIN_VALUE, -1357087288, 928089296, Integer.MIN_VALUE});
        halves.forEach((filter, left) -> {
            Tensor resized = new Resize(List.of(1, 8), filter)
                    .bind(TensorType.image(DType.INT32, image.shape()), new Workspace())
                    .run(image, new Context("test", Map.of()));
            assertThat(resized.ints()).startsWith(left).endsWith(left[3], left[2], left[1], left[0]);
        });
    }

    /** A column becomes a row by way of a square of 2^32 ints. */
    @Test
    void whatIsTooLargeBetweenTheTwoPassesIsTold() {
        Tensor column = Tensor.zeros(DType.INT32, Shape.of(1 << 16, 1, 1));
        Chain chain = new Chain(List.of(new Resize(List.of(1, 1 << 16), Filter.BOX)));
        TensorType type = TensorType.image(DType.INT32, column.shape());
        assertThatExceptionOfType(StepFailure.class)
                .isThrownBy(() -> chain.run(column, type, new Context("test", Map.of())))
                .withMessage("resize on int32[65536,1,1] takes too much memory")
                .satisfies(failure -> assertThat(failure.error()).isEqualTo("too_large"));
    }

    @Test
    void rollMovesTowardsHigherPositions() {
        Tensor x = Tensor.of(new float[] {0, 1, 2, 3, 4, 5}, 1, 2, 3);
        Tensor rolled = run(new Roll(List.of(1, -1), List.of("height", "width")), x);
        assertThat(rolled.copy().floats()).containsExactly(4, 5, 3, 1, 2, 0);
    }

    @Test
    void blendRoundsEveryProduct() {
        Tensor x = noise(1, 4, 5);
        Tensor sum = run(new Blend(new Roll(List.of(1), List.of("width")), 0.1, 0.7), x);
        Tensor rolled = run(new Roll(List.of(1), List.of("width")), x);
        for (int i = 0; i < x.length(); i++) {
            float left = x.floats()[i] * 0.1f;
            float right = rolled.floats()[i] * 0.7f;
            assertThat(sum.floats()[i]).isEqualTo(left + right);
        }
    }

    @Test
    void normalizeSubtractsAndDividesInTheTensorsType() {
        Tensor x = noise(3, 4, 5);
        Tensor normal = run(new Normalize(List.of(0.485, 0.456, 0.406), List.of(0.229)), x);
        for (int i = 0; i < x.length(); i++) {
            float mean = new float[] {0.485f, 0.456f, 0.406f}[i / 20];
            assertThat(normal.floats()[i]).isEqualTo((x.floats()[i] - mean) / 0.229f);
        }
    }

    @Test
    void toDTypeScalesAsTorchvisionDoes() {
        Tensor bytes = Tensor.over(DType.UINT8, Shape.of(1, 1, 4), new byte[] {0, 1, (byte) 128, (byte) 255});
        ToDType toFloat = new ToDType(DType.FLOAT32, ToDType.Scaling.SCALE);
        float factor = (float) (1.0 / 255);
        assertThat(run(toFloat, bytes).copy().floats()).containsExactly(0, factor, 128 * factor, 255 * factor);
        assertThat(run(new ToDType(DType.FLOAT32, ToDType.Scaling.KEEP), bytes)
                        .copy()
                        .floats())
                .containsExactly(0, 1, 128, 255);
        Tensor units = Tensor.of(new float[] {0, 0.5f, 0.9999f, 1}, 1, 1, 4);
        assertThat(run(new ToDType(DType.UINT8, ToDType.Scaling.SCALE), units)
                        .copy()
                        .bytes())
                .containsExactly(0, 127, 255, 255);
        assertThat(run(new ToDType(DType.INT16, ToDType.Scaling.SCALE), bytes)
                        .copy()
                        .shorts())
                .containsExactly(0, 128, 128 << 7, 255 << 7);
        Tensor ints = Tensor.over(DType.INT32, Shape.of(1, 1, 2), new int[] {Integer.MAX_VALUE, 1 << 23});
        assertThat(run(new ToDType(DType.UINT8, ToDType.Scaling.SCALE), ints)
                        .copy()
                        .bytes())
                .containsExactly(255, 1);
        assertThatThrownBy(() -> run(new ToDType(DType.INT32, ToDType.Scaling.SCALE), units))
                .hasMessage("to_dtype: float32 cannot hold the range of int32; leave scale out");
    }

    @Test
    void tensorsAreCroppedPaddedAndFlippedAlongTheirLastDimensions() {
        Tensor x = Tensor.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 2, 2, 2);
        assertThat(run(new HorizontalFlip(), x).copy().floats()).containsExactly(1, 0, 3, 2, 5, 4, 7, 6);
        assertThat(run(new VerticalFlip(), x).copy().floats()).containsExactly(2, 3, 0, 1, 6, 7, 4, 5);
        assertThat(run(new Crop(1, 1, 1, 2), x).copy().floats()).containsExactly(3, 0, 7, 0);
        Tensor padded = run(new Pad(List.of(1, 0, 0, 0), List.of(8.0, 9.0), Pad.Mode.CONSTANT), x);
        assertThat(padded.copy().floats()).containsExactly(8, 0, 1, 8, 2, 3, 9, 4, 5, 9, 6, 7);
        Tensor reflected = run(new Pad(List.of(1, 0, 2, 0), List.of(0.0), Pad.Mode.REFLECT), x);
        assertThat(reflected.copy().floats()).startsWith(1, 0, 1, 0, 1);
    }

    @Test
    void decodeOptionsAreMadeFromTheirArguments() {
        DecodeOptions options = DecodeOptions.of(new Args("decode", Map.of("mode", "rgba", "max_pixels", 10), null));
        assertThat(options)
                .isEqualTo(
                        DecodeOptions.defaults().with(DecodeOptions.Mode.RGBA).withMaxPixels(10));
        assertThat(DecodeOptions.of(new Args("decode", options.arguments(), null)))
                .isEqualTo(options);
        assertThat(options.arguments().keySet())
                .containsExactlyElementsOf(
                        DecodeOptions.ARGS.stream().map(Arg::name).toList());
        assertThatThrownBy(() -> DecodeOptions.defaults().withInexactDraft(3))
                .hasMessage("decode: inexact_draft must be 1 (exact), 2, 4 or 8, not 3");
    }

    @Test
    void draftsAreSmaller() {
        byte[] bytes = Fixtures.bytes("odd/jpeg_420.jpg"); // 160 x 107
        for (int fraction : List.of(2, 4, 8)) {
            try (Decoder decoder = new Decoder(DecodeOptions.defaults().withInexactDraft(fraction))) {
                Tensor draft = decoder.decode(bytes, bytes.length, new Workspace(), new Context("draft", Map.of()));
                assertThat(draft.shape())
                        .isEqualTo(Shape.of((107 + fraction - 1) / fraction, (160 + fraction - 1) / fraction, 3));
            }
        }
    }
}
