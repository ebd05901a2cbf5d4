package io.tarn.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.tarn.op.ImageException;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Samples as files store them, read by ImageIO's plug-ins without their colour conversions. */
final class JavaImageIo {
    private static final String JDK = "com.sun.imageio.";

    // Not from ImageIO's registry: it holds what the first class loader to ask for an image knew, and that need not be
    // the
    // one that has tarn's jar.
    private static final ImageReaderSpi TIFF = new TIFFImageReaderSpi();
    private static final ImageReaderSpi WEBP = new WebPImageReaderSpi();

    private JavaImageIo() {}

    /** @param concealing whether what the JDK makes of broken data is right, too; refused where not */
    static Raster jpeg(Encoded image, boolean concealing) {
        return read(jdkJpeg(), image, concealing);
    }

    static Raster tiff(Encoded image) {
        return read(TIFF, image, true);
    }

    static Raster webp(Encoded image) {
        return read(WEBP, image, true);
    }

    private static Raster read(ImageReaderSpi format, Encoded image, boolean concealing) {
        try {
            return read(format.createReaderInstance(), image, concealing);
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    private static Raster read(ImageReader reader, Encoded image, boolean concealing) throws IOException {
        AtomicReference<String> truncation = new AtomicReference<>();
        AtomicReference<String> damage = new AtomicReference<>();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (isTruncation(warning)) {
                truncation.set(warning);
            } else if (isDamage(warning)) {
                damage.set(warning);
            }
        });
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(image.bytes(), 0, image.length()))) {
            reader.setInput(in, false, true);
            Raster raster = reader.canReadRaster()
                    ? reader.readRaster(0, null)
                    : reader.read(0).getRaster();
            if (truncation.get() != null) {
                throw Refusal.truncated("is cut short: " + truncation.get());
            }
            if (damage.get() != null && !concealing) {
                throw Refusal.corrupt("has broken image data: " + damage.get());
            }
            return raster;
        } finally {
            reader.dispose();
        }
    }

    private static ImageReaderSpi jdkJpeg() {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        while (readers.hasNext()) {
            ImageReaderSpi format = readers.next().getOriginatingProvider();
            if (format.getClass().getName().startsWith(JDK)) {
                return format;
            }
        }
        throw Refusal.unsupported("is jpeg, for which this JVM has no reader of " + JDK + "*");
    }

    private static boolean isTruncation(String message) {
        String lower = String.valueOf(message).toLowerCase(Locale.ROOT);
        return lower.contains("truncated") || lower.contains("missing eoi") || lower.contains("end of file");
    }

    private static boolean isDamage(String message) {
        String text = String.valueOf(message);
        return text.startsWith("Corrupt JPEG data") || text.startsWith("Inconsistent progression");
    }

    private static ImageException refusal(IOException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof java.io.EOFException || isTruncation(message)) {
            return Refusal.truncated("is cut short: " + message);
        }
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("unsupported")
                        || lower.contains("unknown tiff compression")
                        || lower.contains("arithmetic coding")
                ? Refusal.unsupported(message)
                : Refusal.corrupt(message);
    }
}
