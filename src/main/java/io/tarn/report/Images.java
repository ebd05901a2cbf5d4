package io.tarn.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images as files, in memory. */
final class Images {
    private Images() {}

    static byte[] png(BufferedImage image) {
        return encode(gray(image), "png");
    }

    /** The image with one byte a pixel where it has no colour, which a third of the work writes. */
    private static BufferedImage gray(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        byte[] levels = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int level = pixels[i] & 0xff;
            if (pixels[i] != (0xff << 24 | level << 16 | level << 8 | level)) {
                return image;
            }
            levels[i] = (byte) level;
        }
        BufferedImage gray = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        gray.getRaster().setDataElements(0, 0, width, height, levels);
        return gray;
    }

    static byte[] jpeg(BufferedImage image) {
        return encode(image, "jpeg");
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
