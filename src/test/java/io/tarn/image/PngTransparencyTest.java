package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.op.Context;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** The alpha that Pillow 12.3 gives to the gray that a PNG says is transparent (tRNS), in mode RGBA. */
class PngTransparencyTest {
    /** Anything but 0 stands for white. */
    @Test
    void oneBit() {
        byte[] blackWhite = {0, 0x40};
        assertThat(alpha(2, 1, 0, blackWhite)).containsExactly(0, 255);
        assertThat(alpha(2, 1, 1, blackWhite)).containsExactly(255, 0);
        assertThat(alpha(2, 1, 3, blackWhite)).containsExactly(255, 0);
    }

    /** The low byte, among values clipped to 255. */
    @Test
    void sixteenBits() {
        byte[] pixels = {0, 0, 3, 0x12, 3, (byte) 0xff, (byte) 0xff}; // 3, 0x1203, 0xffff
        assertThat(alpha(3, 16, 3, pixels)).containsExactly(0, 255, 255);
        assertThat(alpha(3, 16, 0x1203, pixels)).containsExactly(0, 255, 255);
        assertThat(alpha(3, 16, 0xffff, pixels)).containsExactly(255, 0, 0);
    }

    /** Of the pixels of a gray PNG of one row, which starts with its filter. */
    private static int[] alpha(int width, int bits, int transparent, byte[] row) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(PngFile.SIGNATURE.getBytes(StandardCharsets.ISO_8859_1));
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(1).put((byte) bits);
        chunk(png, "IHDR", header.array());
        chunk(png, "tRNS", ByteBuffer.allocate(2).putShort((short) transparent).array());
        Deflater deflater = new Deflater();
        deflater.setInput(row);
        deflater.finish();
        byte[] packed = new byte[100];
        int length = deflater.deflate(packed);
        deflater.end();
        chunk(png, "IDAT", Arrays.copyOf(packed, length));
        chunk(png, "IEND", new byte[0]);
        byte[] file = png.toByteArray();
        try (Decoder decoder = new Decoder(DecodeOptions.defaults().with(DecodeOptions.Mode.RGBA))) {
            Tensor image = decoder.decode(file, file.length, new Workspace(), new Context("x.png", Map.of()));
            int[] alpha = new int[width];
            Arrays.setAll(alpha, x -> image.bytes()[4 * x + 3] & 255);
            return alpha;
        }
    }

    private static void chunk(ByteArrayOutputStream png, String name, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
        chunk.put(name.getBytes(StandardCharsets.ISO_8859_1)).put(content);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + content.length);
        png.writeBytes(chunk.putInt((int) crc.getValue()).array());
    }
}
