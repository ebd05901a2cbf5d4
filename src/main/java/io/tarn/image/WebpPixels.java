package io.tarn.image;

import java.awt.image.Raster;
import java.util.Arrays;

/** Decodes a WebP in Java, if it is lossless: TwelveMonkeys makes other pixels of lossy ones than libwebp. */
final class WebpPixels {
    private static final int HEADER = 12;

    private WebpPixels() {}

    static Picture decode(Encoded in) {
        int chunk = lossless(in);
        if (chunk < 0) {
            throw Refusal.unsupported("is a lossy or animated WebP, which only OpenCV decodes to Pillow's pixels");
        }
        Raster raster = JavaImageIo.webp(alone(in, chunk));
        Header header = WebpHeader.peek(in);
        if (raster.getWidth() != header.width() || raster.getHeight() != header.height()) {
            throw Refusal.corrupt("is a WebP of " + header.width() + " x " + header.height()
                    + " pixels with an image of " + raster.getWidth() + " x " + raster.getHeight());
        }
        byte[] samples = (byte[]) raster.getDataElements(0, 0, raster.getWidth(), raster.getHeight(), null);
        Picture.Mode mode = raster.getNumBands() == 4 ? Picture.Mode.RGBA : Picture.Mode.RGB;
        return new Picture(mode, raster.getWidth(), raster.getHeight(), samples);
    }

    /** A file of that chunk, without profiles and metadata, which may be broken. */
    private static Encoded alone(Encoded in, int chunk) {
        int size = in.le32(chunk + 4) + 1 & ~1;
        byte[] file = Arrays.copyOf(in.bytes(), HEADER + 8 + size);
        System.arraycopy(in.bytes(), chunk, file, HEADER, 8 + size);
        for (int i = 0; i < 4; i++) {
            file[4 + i] = (byte) (file.length - 8 >> 8 * i);
            file[HEADER + 4 + i] = (byte) (size >> 8 * i);
        }
        return new Encoded(file, file.length);
    }

    /** The place of the lossless image, or -1. */
    private static int lossless(Encoded in) {
        long at = 12;
        while (at + 8 <= in.length() && !in.matches((int) at, "VP8L")) {
            if (in.matches((int) at, "ANIM") || in.matches((int) at, "VP8 ")) {
                return -1;
            }
            long size = in.unsignedLe32((int) at + 4);
            at += 8 + size + (size & 1);
        }
        return at + 8 <= in.length() ? (int) at : -1;
    }
}
