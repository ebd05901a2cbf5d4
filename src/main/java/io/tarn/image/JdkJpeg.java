package io.tarn.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Which libjpeg the JDK has. Debian's and Fedora's use the system's libjpeg-turbo, as Pillow does. Others bring libjpeg 6b,
 * which repeats lines of chroma of half the height where libjpeg-turbo mixes them, makes something else of broken data,
 * and knows no arithmetic coding.
 */
final class JdkJpeg {
    /** Seen by four lines, the chroma of the upper two not that of the lower: mixed, all lines differ. */
    static final boolean IS_TURBO = isMixed();

    private JdkJpeg() {}

    private static boolean isMixed() {
        try (InputStream file = JdkJpeg.class.getResourceAsStream("chroma-of-half-height.jpg")) {
            byte[] bytes = file.readAllBytes();
            Raster lines = JavaImageIo.jpeg(new Encoded(bytes, bytes.length), true);
            return lines.getSample(0, 0, 1) != lines.getSample(0, 1, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
