package io.tarn.image;

/**
 * What an encoded image says of itself before it is decoded.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels as stored: 1 for gray and palettes, 4 for CMYK or alpha
 * @param bits of a sample as stored
 * @param orientation from EXIF, 1 (upright) to 8
 * @param animated whether there is more than one frame or page
 */
public record Header(Format format, int width, int height, int channels, int bits, int orientation, boolean animated) {
    /** The formats that are read. */
    public enum Format {
        JPEG,
        PNG,
        GIF,
        BMP,
        WEBP,
        TIFF
    }

    /**
     * Reads the header, whatever the file's name says.
     *
     * @throws io.tarn.op.ImageException {@code not_an_image}, {@code truncated}, {@code corrupt} or {@code unsupported}
     */
    public static Header peek(byte[] bytes, int length) {
        Encoded in = new Encoded(bytes, length);
        if (length == 0) {
            throw Refusal.notAnImage("has no bytes");
        }
        if (in.matches(0, "\u00ff\u00d8\u00ff")) {
            return new JpegFile(in).header();
        }
        if (in.matches(0, PngFile.SIGNATURE)) {
            return new PngFile(in).header();
        }
        if (in.matches(0, "GIF87a") || in.matches(0, "GIF89a")) {
            return new GifFile(in).header();
        }
        if (in.matches(0, "BM")) {
            return BmpFile.peek(in);
        }
        if (in.matches(0, "RIFF") && in.matches(8, "WEBP")) {
            return WebpHeader.peek(in);
        }
        if (TiffHeader.is(in)) {
            return TiffHeader.peek(in);
        }
        if (in.matches(0, "II+\0") || in.matches(0, "MM\0+")) {
            throw Refusal.unsupported("is a BigTIFF");
        }
        StringBuilder start = new StringBuilder();
        for (int i = 0; i < Math.min(length, 8); i++) {
            start.append(String.format(" %02x", in.u8(i)));
        }
        throw Refusal.notAnImage("starts with" + start + "; images are JPEG, PNG, GIF, BMP, WebP or TIFF");
    }

    long pixels() {
        return (long) width * height;
    }

    /** Refuses sizes of 0. */
    public Header {
        if (width < 1 || height < 1) {
            throw Refusal.corrupt("says that it is " + width + " x " + height + " pixels");
        }
    }
}
