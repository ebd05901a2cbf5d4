package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every frame of animations and multi-page files against Pillow 12.3 (image/expect_frames.py), bit for bit. */
class FramesTest {
    private static final DecodeOptions ALL = DecodeOptions.defaults().with(DecodeOptions.Frames.ALL);

    private final Map<String, Map<String, Object>> files = Fixtures.table("image/frames.json", "files");

    @TestFactory
    List<DynamicTest> everyFrame() {
        List<DynamicTest> tests = new ArrayList<>();
        Decoder decoder = new Decoder(ALL);
        files.forEach((name, entry) -> tests.add(DynamicTest.dynamicTest(name, () -> assertThat(
                        verdicts(decoder, bytes(entry)))
                .isEqualTo(((List<?>) entry.get("frames"))
                        .stream().map(frame -> expected((Map<?, ?>) frame)).toList()))));
        return tests;
    }

    private static String expected(Map<?, ?> frame) {
        return frame.containsKey("refused")
                ? "refused"
                : frame.get("height") + " x " + frame.get("width") + " " + frame.get("rgb_sha256");
    }

    private static List<String> verdicts(Decoder decoder, byte[] bytes) {
        List<String> verdicts = new ArrayList<>();
        DecodedFrames frames = decoder.frames(bytes, bytes.length, new Workspace());
        while (true) {
            try {
                Tensor frame = frames.next(new Context("test", Map.of()));
                if (frame == null) {
                    return verdicts;
                }
                verdicts.add(frame.shape().size(0) + " x " + frame.shape().size(1) + " " + Fixtures.sha256(frame));
            } catch (ImageException refused) {
                verdicts.add("refused");
            }
        }
    }

    private static byte[] bytes(Map<String, Object> entry) {
        return Base64.getDecoder().decode((String) entry.get("base64"));
    }

    @Test
    void theFirstAloneUnlessAllAreAskedFor() {
        byte[] gif = bytes(files.get("random-3.gif"));
        DecodedFrames frames = new Decoder(DecodeOptions.defaults()).frames(gif, gif.length, new Workspace());
        assertThat(frames.next(new Context("test", Map.of()))).isNotNull();
        assertThat(frames.next(new Context("test", Map.of()))).isNull();
    }

    @Test
    void everyModeIsKept() {
        byte[] webp = bytes(files.get("lossless-alpha.webp"));
        for (DecodeOptions.Mode mode : DecodeOptions.Mode.values()) {
            DecodedFrames frames = new Decoder(ALL.with(mode)).frames(webp, webp.length, new Workspace());
            for (int i = 0; i < 4; i++) {
                assertThat(frames.next(new Context("test", Map.of())).shape().size(2))
                        .isEqualTo(mode.channels());
            }
            assertThat(frames.next(new Context("test", Map.of()))).isNull();
        }
    }

    /** What holds for one image's pixels holds for those of all frames together; the frames before are kept. */
    @Test
    void framesTogetherMayHaveTheLimitOfPixels() {
        byte[] gif = bytes(files.get("random-3.gif"));
        int pixels = 13 * 11;
        assertThat(verdicts(new Decoder(ALL), gif)).hasSizeGreaterThan(2).doesNotContain("refused");
        assertThat(verdicts(new Decoder(ALL.withMaxPixels(3 * pixels - 1)), gif))
                .hasSize(3)
                .element(2)
                .isEqualTo("refused");
        DecodedFrames frames = new Decoder(ALL.withMaxPixels(2 * pixels - 1)).frames(gif, gif.length, new Workspace());
        frames.next(new Context("test", Map.of()));
        assertThatThrownBy(() -> frames.next(new Context("test", Map.of())))
                .hasMessage("has 286 pixels in its first 2 frames, more than the 285 allowed")
                .extracting(e -> ((ImageException) e).error())
                .isEqualTo("too_large");
        assertThat(frames.next(new Context("test", Map.of()))).isNull();
    }

    @Test
    void aMillionTinyFramesAreNotDecoded() {
        byte[] gif = endless(1_000_000);
        DecodedFrames frames = new Decoder(ALL).frames(gif, gif.length, new Workspace());
        for (int i = 0; i < FrameBudget.MOST_FRAMES; i++) {
            assertThat(frames.next(new Context("test", Map.of()))).isNotNull();
        }
        assertThatThrownBy(() -> frames.next(new Context("test", Map.of())))
                .hasMessage("has more than 10000 frames; those before are kept");
        assertThat(frames.next(new Context("test", Map.of()))).isNull();
    }

    private static byte[] endless(int frames) {
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        gif.writeBytes(new byte[] {'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0, 0, 0, 0});
        for (int i = 0; i < frames; i++) {
            gif.writeBytes(new byte[] {0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0});
        }
        gif.write(0x3b);
        return gif.toByteArray();
    }

    /** Unlike in animations, where later frames build on it. */
    @Test
    void pagesAfterABrokenOneAreThere() {
        byte[] tiff = bytes(files.get("pages-lzw.tif"));
        List<String> good = verdicts(new Decoder(ALL), tiff);
        Encoded in = new Encoded(tiff, tiff.length);
        long second = TiffHeader.next(in, TiffHeader.first(in));
        tiff[(int) second + 2 + 12 * 3 + 8] = 99; // its compression, the fourth tag
        List<String> verdicts = verdicts(new Decoder(ALL), tiff);
        assertThat(verdicts).containsExactly(good.get(0), "refused", good.get(2));
    }

    @Test
    void withoutOpenCvAnimatedWebpIsRefused() {
        byte[] webp = bytes(files.get("lossy.webp"));
        DecodedFrames frames =
                new Decoder(ALL.with(DecodeOptions.Backend.JAVA)).frames(webp, webp.length, new Workspace());
        assertThatThrownBy(() -> frames.next(new Context("test", Map.of())))
                .hasMessage("is a lossy or animated WebP, which only OpenCV decodes to Pillow's pixels");
        assertThat(frames.next(new Context("test", Map.of()))).isNull();
    }
}
