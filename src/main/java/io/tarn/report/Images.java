package io.tarn.report;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images of {@code TYPE_INT_RGB} as files, in memory. */
final class Images {
    private Images() {}

    static byte[] png(BufferedImage image) {
        return encode(gray(image), "png");
    }

    /** The image with one byte a pixel where it has no colour, which a third of the work writes. */
    private static BufferedImage gray(BufferedImage image) {
        int[] pixels = pixels(image);
        BufferedImage gray = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] levels = bytes(gray);
        for (int i = 0; i < pixels.length; i++) {
            int level = pixels[i] & 0xff;
            if ((pixels[i] & 0xffffff) != (level << 16 | level << 8 | level)) {
                return image;
            }
            levels[i] = (byte) level;
        }
        return gray;
    }

    static byte[] jpeg(BufferedImage image) {
        return encode(interleaved(image), "jpeg");
    }

    /** The image as bytes: of ints the writer takes pixel by pixel through a chain of calls. */
    private static BufferedImage interleaved(BufferedImage image) {
        int[] pixels = pixels(image);
        BufferedImage interleaved =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] samples = bytes(interleaved);
        for (int i = 0; i < pixels.length; i++) {
            samples[3 * i] = (byte) pixels[i];
            samples[3 * i + 1] = (byte) (pixels[i] >> 8);
            samples[3 * i + 2] = (byte) (pixels[i] >> 16);
        }
        return interleaved;
    }

    /** What an image of {@code TYPE_INT_RGB} consists of, row by row. */
    static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    private static byte[] bytes(BufferedImage image) {
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }

    private static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, format, out);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return bytes.toByteArray();
    }
}
