package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken metadata of pictures whose pixels are whole. */
class MetadataTest {
    private static final byte[] GARBAGE = "MM\0*\377\377\377\377 no directory".getBytes(StandardCharsets.ISO_8859_1);
    private static final int PNG_HEADER_END = 33;

    @Test
    void brokenExifOfAJpegCountsAsUpright() {
        byte[] photo = Fixtures.bytes("odd/jpeg_420.jpg");
        byte[] exif = concat("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1), GARBAGE);

        assertSamePixels(photo, withSegment(photo, 0xe1, exif));
    }

    @Test
    void brokenProfilesAndCommentsOfAJpegAreIgnored() {
        byte[] photo = Fixtures.bytes("odd/jpeg_420.jpg");
        byte[] profile = concat("ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1), new byte[] {9, 1, 0, 0});

        assertSamePixels(photo, withSegment(photo, 0xe2, profile));
        assertSamePixels(photo, withSegment(photo, 0xfe, GARBAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eXIf", "iCCP", "tEXt", "zTXt", "iTXt", "gAMA", "pHYs", "tIME"})
    void brokenMetadataOfAPngAreIgnored(String chunk) {
        byte[] photo = Fixtures.bytes("odd/png_rgb8.png");

        assertSamePixels(photo, withChunk(photo, chunk, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eXIf", "iCCP", "tEXt", "zTXt", "iTXt", "gAMA", "pHYs", "tIME"})
    void wrongChecksumsOfThemAreAClassOfTheirOwn(String chunk) {
        byte[] photo = Fixtures.bytes("odd/png_rgb8.png");

        assertThatThrownBy(() -> decode(withChunk(photo, chunk, 1), context()))
                .hasMessage("has a wrong checksum in its chunk " + chunk + ", which says nothing of its pixels")
                .extracting(thrown -> ((ImageException) thrown).error())
                .isEqualTo("bad_metadata");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLTE", "tRNS"})
    void thoseOfPixelsAreCorrupt(String chunk) {
        byte[] photo = Fixtures.bytes("odd/png_rgb8.png");

        assertThatThrownBy(() -> decode(withChunk(photo, chunk, 1), context()))
                .extracting(thrown -> ((ImageException) thrown).error())
                .isEqualTo("corrupt");
    }

    private static void assertSamePixels(byte[] whole, byte[] broken) {
        Context context = context();
        Tensor expected = decode(whole, context());
        Tensor actual = decode(broken, context);
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(Fixtures.sha256(actual)).isEqualTo(Fixtures.sha256(expected));
        assertThat(context.orientation()).isEqualTo(1);
    }

    private static Context context() {
        return new Context("picture", Map.of());
    }

    private static Tensor decode(byte[] bytes, Context context) {
        return new Decoder(DecodeOptions.defaults()).decode(bytes, bytes.length, new Workspace(), context);
    }

    /** The JPEG with one more segment behind its first two bytes. */
    private static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        int length = content.length + 2;
        byte[] head = {jpeg[0], jpeg[1], (byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length};
        return concat(head, content, Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    /** The PNG with one more chunk of garbage behind its header. */
    private static byte[] withChunk(byte[] png, String name, int addedToChecksum) {
        byte[] typed = concat(name.getBytes(StandardCharsets.US_ASCII), GARBAGE);
        CRC32 crc = new CRC32();
        crc.update(typed);
        return concat(
                Arrays.copyOf(png, PNG_HEADER_END),
                ByteBuffer.allocate(4).putInt(GARBAGE.length).array(),
                typed,
                ByteBuffer.allocate(4)
                        .putInt((int) crc.getValue() + addedToChecksum)
                        .array(),
                Arrays.copyOfRange(png, PNG_HEADER_END, png.length));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
