package io.tarn.image;

import java.awt.image.Raster;

/** Decodes a JPEG in Java. The JDK gives the samples; colours are made here with libjpeg's constants (jdcolor.c). */
final class JpegPixels {
    private JpegPixels() {}

    static Picture decode(JpegFile file) {
        if (file.hasChromaOfHalfHeight() && !JdkJpeg.IS_TURBO) {
            throw Refusal.unsupported("has chroma of half the height, of which this JVM's libjpeg, not being"
                    + " libjpeg-turbo, makes other pixels than Pillow");
        }
        Raster raster = JavaImageIo.jpeg(file.stripped(), JdkJpeg.IS_TURBO);
        int width = raster.getWidth();
        int height = raster.getHeight();
        Picture.Mode mode =
                switch (raster.getNumBands()) {
                    case 1 -> Picture.Mode.GRAY;
                    case 3 -> Picture.Mode.RGB;
                    case 4 -> Picture.Mode.CMYK;
                    default -> throw Refusal.unsupported("is a JPEG of " + raster.getNumBands() + " components");
                };
        byte[] samples = (byte[]) raster.getDataElements(0, 0, width, height, null);
        if (mode == Picture.Mode.RGB && file.isYcc()) {
            toRgb(samples, 3);
        } else if (mode == Picture.Mode.CMYK) {
            cmyk(samples, file.isYcc());
        }
        return new Picture(mode, width, height, samples);
    }

    /** Pillow takes all CMYK to be stored inverted, as Adobe does; luma and chroma are then of the inverse, RGB. */
    private static void cmyk(byte[] samples, boolean ycc) {
        if (ycc) {
            toRgb(samples, 4);
        }
        for (int i = 0; i < samples.length; i++) {
            if (!ycc || i % 4 == 3) {
                samples[i] = (byte) ~samples[i];
            }
        }
    }

    private static void toRgb(byte[] samples, int stride) {
        toRgb(samples, stride, 22554);
    }

    /**
     * Of every so many samples the first three.
     *
     * @param blueInGreen 65536 times how much of blue's chroma green has less: 0.34414 in libjpeg, rounded from there,
     *     and 0.344136 in libtiff
     */
    static void toRgb(byte[] samples, int stride, int blueInGreen) {
        for (int i = 0; i + 2 < samples.length; i += stride) {
            int luma = samples[i] & 255;
            int blue = (samples[i + 1] & 255) - 128;
            int red = (samples[i + 2] & 255) - 128;
            samples[i] = clip(luma + ((91881 * red + 32768) >> 16));
            samples[i + 1] = clip(luma + ((-blueInGreen * blue - 46802 * red + 32768) >> 16));
            samples[i + 2] = clip(luma + ((116130 * blue + 32768) >> 16));
        }
    }

    private static byte clip(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
