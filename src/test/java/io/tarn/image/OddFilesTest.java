package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Pillow 12.3's verdict on a file of each format, colour mode and defect: its pixels, or that it refuses. */
class OddFilesTest {
    private static final Set<String> LOSSY = Set.of("webp_animated.webp", "webp_lossy.webp", "webp_lossy_alpha.webp");

    /** What libjpeg 6b, which most JDKs bring, cannot do as libjpeg-turbo, and the error that it is without OpenCV. */
    private static final Map<String, String> TURBO = Map.of(
            "bad_scan_bitflips.jpg", "corrupt", "jpeg_440.jpg", "unsupported", "jpeg_arithmetic.jpg", "unsupported");

    private final Map<String, Map<String, Object>> files = Fixtures.table("odd.json", "files");

    @TestFactory
    List<DynamicTest> openCvAndJava() {
        return tests(DecodeOptions.Backend.AUTO);
    }

    /** Without OpenCV lossy WebP is refused: TwelveMonkeys makes other pixels of it. */
    @TestFactory
    List<DynamicTest> javaAlone() {
        return tests(DecodeOptions.Backend.JAVA);
    }

    /** A class loader without tarn may have been the first to ask ImageIO for a reader, and so have filled its registry. */
    @Test
    void whatImageIoRegistersDoesNotMatter() {
        IIORegistry registry = IIORegistry.getDefaultInstance();
        List<ImageReaderSpi> removed = new ArrayList<>();
        registry.getServiceProviders(ImageReaderSpi.class, true).forEachRemaining(reader -> {
            if (reader.getClass().getName().contains("twelvemonkeys")) {
                removed.add(reader);
            }
        });
        assertThat(removed).isNotEmpty();
        removed.forEach(registry::deregisterServiceProvider);
        try {
            Decoder decoder = new Decoder(DecodeOptions.defaults().with(DecodeOptions.Backend.JAVA));
            for (String name : List.of("tiff_cmyk.tif", "webp_lossless.webp")) {
                assertThat(Fixtures.sha256(decode(decoder, Fixtures.bytes("odd/" + name))))
                        .isEqualTo(files.get(name).get("rgb_sha256"));
            }
        } finally {
            removed.forEach(registry::registerServiceProvider);
        }
    }

    private List<DynamicTest> tests(DecodeOptions.Backend backend) {
        Decoder decoder = new Decoder(DecodeOptions.defaults().with(backend));
        List<DynamicTest> tests = new ArrayList<>();
        files.forEach((name, expected) -> tests.add(DynamicTest.dynamicTest(name, () -> {
            byte[] bytes = Fixtures.bytes("odd/" + name);
            if (backend == DecodeOptions.Backend.JAVA && LOSSY.contains(name)) {
                assertThatThrownBy(() -> decode(decoder, bytes)).satisfies(e -> isRefusal(e, "unsupported"));
            } else if (backend == DecodeOptions.Backend.JAVA && TURBO.containsKey(name) && !JdkJpeg.IS_TURBO) {
                assertThatThrownBy(() -> decode(decoder, bytes)).satisfies(e -> isRefusal(e, TURBO.get(name)));
            } else if (expected.containsKey("refused")) {
                assertThatThrownBy(() -> decode(decoder, bytes)).satisfies(e -> isRefusal(e, errorOf(name)));
            } else {
                Tensor image = decode(decoder, bytes);
                int height = (Integer) expected.get("height");
                int width = (Integer) expected.get("width");
                assertThat(image.shape()).isEqualTo(Shape.of(height, width, 3));
                assertThat(Fixtures.sha256(image)).isEqualTo(expected.get("rgb_sha256"));
            }
        })));
        return tests;
    }

    private static void isRefusal(Throwable thrown, String error) {
        assertThat(thrown).isInstanceOf(ImageException.class);
        assertThat(((ImageException) thrown).error()).isEqualTo(error);
    }

    private static String errorOf(String name) {
        if (name.startsWith("bomb")) {
            return "too_large";
        }
        if (name.contains("truncated")) {
            return "truncated";
        }
        return name.equals("bad_png_crc.png") ? "corrupt" : "not_an_image";
    }

    /** Bytes that came in between push the last ones out of the file that the header tells of. */
    @Test
    void imageDataEndWhereAWebpEnds() {
        Decoder decoder = new Decoder(DecodeOptions.defaults());
        byte[] whole = Fixtures.bytes("odd/webp_lossless.webp");
        byte[] followed = Arrays.copyOf(whole, whole.length + 100);
        assertThat(Fixtures.sha256(decode(decoder, followed)))
                .isEqualTo(files.get("webp_lossless.webp").get("rgb_sha256"));
        byte[] broken = Arrays.copyOf(whole, whole.length + 8);
        System.arraycopy(whole, 1200, broken, 1208, whole.length - 1200);
        assertThatThrownBy(() -> decode(decoder, broken)).satisfies(e -> isRefusal(e, "corrupt"));
    }

    /** The number of colours is at 46. */
    @Test
    void aBmpHasAtMost256Colours() {
        Decoder decoder = new Decoder(DecodeOptions.defaults());
        for (int more : new int[] {47, 49}) {
            byte[] bmp = Fixtures.bytes("odd/bmp_8gray.bmp");
            bmp[more] = (byte) (more == 49 ? 0x80 : 2);
            assertThatThrownBy(() -> decode(decoder, bmp))
                    .hasMessageStartingWith("is a BMP with a palette of ")
                    .satisfies(e -> isRefusal(e, "corrupt"));
        }
    }

    @Test
    void theOrientationIsRecorded() {
        Decoder decoder = new Decoder(DecodeOptions.defaults());
        for (int orientation = 1; orientation <= 8; orientation++) {
            byte[] bytes = Fixtures.bytes("odd/jpeg_exif_" + orientation + ".jpg");
            Context context = new Context("odd", Map.of());
            decoder.decode(bytes, bytes.length, new Workspace(), context);
            assertThat(context.orientation()).isEqualTo(orientation);
        }
    }

    @Test
    void messagesTellWhatIsThere() {
        Decoder decoder = new Decoder(DecodeOptions.defaults());
        assertThatThrownBy(() -> decode(decoder, Fixtures.bytes("odd/bad_html.jpg")))
                .hasMessage("starts with 3c 21 44 4f 43 54 59 50; images are JPEG, PNG, GIF, BMP, WebP or TIFF");
        assertThatThrownBy(() -> decode(decoder, Fixtures.bytes("odd/bad_zero_bytes.jpg")))
                .hasMessage("has no bytes");
        assertThatThrownBy(() -> decode(decoder, Fixtures.bytes("odd/bomb_60000.bmp")))
                .hasMessage("60000 x 60000 pixels are more than the 178956970 allowed");
        assertThatThrownBy(() -> decode(decoder, Fixtures.bytes("odd/bad_truncated_half.jpg")))
                .hasMessage("ends after 3194 bytes, within its image data");
    }

    @Test
    void theKernelTellsWhatRan() {
        try (Decoder decoder = new Decoder(DecodeOptions.defaults())) {
            assertThat(decoder.kernel()).isEqualTo("opencv");
            decode(decoder, Fixtures.bytes("odd/png_rgb8.png"));
            assertThat(decoder.kernel()).isEqualTo("java");
            decode(decoder, Fixtures.bytes("odd/jpeg_420.jpg"));
            assertThat(decoder.kernel()).isEqualTo("java+opencv");
        }
    }

    @Test
    void anImageIsGoneOnceItsDecoderHasTheNextOrIsClosed() {
        Decoder decoder = new Decoder(DecodeOptions.defaults());
        Tensor first = decode(decoder, Fixtures.bytes("odd/jpeg_420.jpg"));
        byte[] some = new byte[100];
        first.read(50, some, some.length);
        Tensor copy = first.copy();
        assertThat(some).isEqualTo(Arrays.copyOfRange(copy.bytes(), 50, 150));

        first = decode(decoder, Fixtures.bytes("odd/jpeg_420.jpg"));
        decode(decoder, Fixtures.bytes("odd/jpeg_444.jpg"));
        assertThatThrownBy(first::bytes).hasMessageContaining("the image is gone");

        Tensor last = decode(decoder, Fixtures.bytes("odd/jpeg_420.jpg"));
        decoder.close();
        assertThatThrownBy(() -> last.read(0, some, 1)).hasMessageContaining("the image is gone");
        assertThat(copy.bytes()).hasSize(copy.length());
    }

    @Test
    void limitsAreOptions() {
        byte[] bytes = Fixtures.bytes("odd/jpeg_420.jpg");
        DecodeOptions options = DecodeOptions.defaults();
        assertThatThrownBy(() -> decode(new Decoder(options.withMaxPixels(160 * 107 - 1)), bytes))
                .satisfies(e -> isRefusal(e, "too_large"));
        assertThatThrownBy(() -> decode(new Decoder(options.withMaxEncodedBytes(1000)), bytes))
                .satisfies(e -> isRefusal(e, "too_large"));
        assertThat(decode(new Decoder(options.withMaxPixels(160 * 107)), bytes).shape())
                .isEqualTo(Shape.of(107, 160, 3));
    }

    private static Tensor decode(Decoder decoder, byte[] bytes) {
        return decoder.decode(bytes, bytes.length, new Workspace(), new Context("odd", Map.of()));
    }
}
