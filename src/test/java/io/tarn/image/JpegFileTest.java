package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegFileTest {
    private static final byte[] CODES = {0, (byte) 0xff, (byte) 0xd0, (byte) 0xd7, (byte) 0xd8, (byte) 0xcf, 1, 0x7f};

    @Test
    void markersAreFoundWhereverTheyLie() {
        Random random = new Random(1);
        for (int length = 0; length < 40; length++) {
            for (int round = 0; round < 200; round++) {
                byte[] bytes = new byte[length + 3]; // more than counts
                random.nextBytes(bytes);
                for (int i = random.nextInt(12); i < bytes.length; i += 1 + random.nextInt(12)) {
                    bytes[i] = i % 2 == 0 ? (byte) 0xff : CODES[random.nextInt(CODES.length)];
                }
                for (int from = 0; from <= length; from++) {
                    assertThat(JpegFile.markerInData(bytes, from, length)).isEqualTo(oneByOne(bytes, from, length));
                }
            }
        }
    }

    /** Pillow gives up at them as well, between restarts too. */
    @ParameterizedTest
    @ValueSource(strings = {"jpeg_420", "jpeg_restart", "jpeg_progressive"})
    void markersOfExtensionsAreRefusedInImageData(String name) {
        for (int marker : new int[] {0xc8, 0xde, 0xdf}) {
            byte[] jpeg = Fixtures.bytes("odd/" + name + ".jpg");
            int at = jpeg.length - 100;
            jpeg[at] = (byte) 0xff;
            jpeg[at + 1] = (byte) marker;
            assertThatThrownBy(() -> new JpegFile(new Encoded(jpeg, jpeg.length)).isComplete())
                    .hasMessage("has marker " + Integer.toHexString(marker) + " within its image data, at byte " + at);
        }
    }

    private static int oneByOne(byte[] bytes, int from, int length) {
        for (int at = from; at + 1 < length; at++) {
            int code = bytes[at + 1] & 255;
            boolean escaped = code == 0 || code == 0xff || code >= 0xd0 && code <= 0xd7;
            if ((bytes[at] & 255) == 0xff && !escaped) {
                return at;
            }
        }
        return -1;
    }
}
