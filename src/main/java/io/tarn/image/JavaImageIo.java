package io.tarn.image;

import io.tarn.op.ImageException;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Samples as files store them, read by ImageIO's plug-ins without their colour conversions. */
final class JavaImageIo {
    private static final String JDK = "com.sun.imageio.";
    private static final String TWELVE_MONKEYS = "com.twelvemonkeys.imageio.";

    private JavaImageIo() {}

    static Raster jpeg(Encoded image) {
        return read("jpeg", JDK, image);
    }

    static Raster tiff(Encoded image) {
        return read("tiff", TWELVE_MONKEYS, image);
    }

    static Raster webp(Encoded image) {
        return read("webp", TWELVE_MONKEYS, image);
    }

    private static Raster read(String format, String vendor, Encoded image) {
        ImageReader reader = reader(format, vendor);
        AtomicReference<String> truncation = new AtomicReference<>();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (isTruncation(warning)) {
                truncation.set(warning);
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
            return raster;
        } catch (IOException e) {
            throw refusal(e);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader(String format, String vendor) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith(vendor)) {
                return reader;
            }
        }
        throw Refusal.unsupported("is " + format + ", for which this JVM has no reader of " + vendor + "*");
    }

    private static boolean isTruncation(String message) {
        String lower = String.valueOf(message).toLowerCase(Locale.ROOT);
        return lower.contains("truncated") || lower.contains("missing eoi") || lower.contains("end of file");
    }

    private static ImageException refusal(IOException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof java.io.EOFException || isTruncation(message)) {
            return Refusal.truncated("is cut short: " + message);
        }
        return message.toLowerCase(Locale.ROOT).contains("unsupported")
                ? Refusal.unsupported(message)
                : Refusal.corrupt(message);
    }
}
