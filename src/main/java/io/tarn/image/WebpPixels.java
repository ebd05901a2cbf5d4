package io.tarn.image;

import java.awt.image.Raster;

/** Decodes a WebP in Java, if it is lossless: TwelveMonkeys makes other pixels of lossy ones than libwebp. */
final class WebpPixels {
    private WebpPixels() {}

    static Picture decode(Encoded in) {
        if (!isLossless(in)) {
            throw Refusal.unsupported("is a lossy or animated WebP, which only OpenCV decodes to Pillow's pixels");
        }
        Raster raster = JavaImageIo.webp(in);
        byte[] samples = (byte[]) raster.getDataElements(0, 0, raster.getWidth(), raster.getHeight(), null);
        Picture.Mode mode = raster.getNumBands() == 4 ? Picture.Mode.RGBA : Picture.Mode.RGB;
        return new Picture(mode, raster.getWidth(), raster.getHeight(), samples);
    }

    private static boolean isLossless(Encoded in) {
        long at = 12;
        while (at + 8 <= in.length() && !in.matches((int) at, "VP8L")) {
            if (in.matches((int) at, "ANIM") || in.matches((int) at, "VP8 ")) {
                return false;
            }
            long size = in.unsignedLe32((int) at + 4);
            at += 8 + size + (size & 1);
        }
        return at + 8 <= in.length();
    }
}
