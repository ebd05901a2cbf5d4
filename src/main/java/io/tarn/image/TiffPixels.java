package io.tarn.image;

import java.awt.image.Raster;

/** Decodes the first page of a TIFF that has no private tags any more. TwelveMonkeys gives the samples; what they mean is decided here, and they are turned upright as Pillow does. */
final class TiffPixels {
    private static final int WHITE_IS_ZERO = 0;
    private static final int BLACK_IS_ZERO = 1;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int CMYK = 5;
    private static final int YCC = 6;
    private static final int JPEG = 7;
    private static final int FLOATING = 3;
    private static final int PREMULTIPLIED = 1;

    private final Encoded in;
    private final Raster raster;
    private final int photometric;
    private final int extra;

    private TiffPixels(Encoded in) {
        this.in = in;
        this.raster = JavaImageIo.tiff(in);
        this.photometric = TiffHeader.tag(in, TiffHeader.PHOTOMETRIC, BLACK_IS_ZERO);
        this.extra = TiffHeader.tag(in, TiffHeader.EXTRA_SAMPLES, 0);
    }

    static Picture decode(Encoded in) {
        return new TiffPixels(in).picture().upright(TiffHeader.orientation(in));
    }

    private Picture picture() {
        int bands = raster.getNumBands();
        int bits = raster.getSampleModel().getSampleSize(0);
        boolean floating = TiffHeader.tag(in, TiffHeader.SAMPLE_FORMAT, 1) == FLOATING;
        boolean gray = photometric == WHITE_IS_ZERO || photometric == BLACK_IS_ZERO;
        if (gray && bands == 1 && floating && bits == 32) {
            float[] samples = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (float[]) null);
            return picture(Picture.Mode.FLOAT, samples);
        }
        if (gray && bands == 1 && bits == 32 && !floating) {
            int[] samples = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
            return picture(Picture.Mode.GRAY32, samples);
        }
        if (gray && bands == 1 && bits == 16 && !floating) {
            return picture(Picture.Mode.GRAY16, deep());
        }
        if (floating || bits > 16) {
            throw unsupported(bands, bits);
        }
        if (gray && bands == 1) {
            return picture(Picture.Mode.GRAY, stretched(bits));
        }
        if (photometric == PALETTE && bands == 1 && bits <= 8) {
            return palette();
        }
        if (gray && bands == 2) {
            return picture(Picture.Mode.GRAY_ALPHA, interleaved(bits));
        }
        boolean jpeg = TiffHeader.tag(in, TiffHeader.COMPRESSION, 1) == JPEG;
        if (bands == 3 && (photometric == RGB || (photometric == YCC && jpeg))) {
            return picture(Picture.Mode.RGB, interleaved(bits));
        }
        if (photometric == RGB && bands == 4 && extra != PREMULTIPLIED) {
            return picture(Picture.Mode.RGBA, interleaved(bits));
        }
        if (photometric == CMYK && bands == 4 && bits == 8) {
            return picture(Picture.Mode.CMYK, interleaved(bits));
        }
        throw unsupported(bands, bits);
    }

    private RuntimeException unsupported(int bands, int bits) {
        return Refusal.unsupported("is a TIFF of " + bands + " samples of " + bits
                + " bits, photometric interpretation " + photometric + ", extra samples " + extra);
    }

    private Picture picture(Picture.Mode mode, Object samples) {
        return new Picture(mode, raster.getWidth(), raster.getHeight(), samples);
    }

    private short[] deep() {
        return (short[]) raster.getDataElements(0, 0, raster.getWidth(), raster.getHeight(), null);
    }

    /** Samples of up to 8 bits as 0..255, white as 255. */
    private byte[] stretched(int bits) {
        byte[] gray = samples();
        int most = (1 << bits) - 1;
        int flip = photometric == WHITE_IS_ZERO ? most : 0;
        for (int i = 0; i < gray.length; i++) {
            gray[i] = (byte) (((gray[i] & 255) ^ flip) * 255 / most);
        }
        return gray;
    }

    private byte[] samples() {
        int[] row = new int[raster.getWidth()];
        byte[] samples = new byte[Math.multiplyExact(raster.getWidth(), raster.getHeight())];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, row.length, 1, 0, row);
            for (int x = 0; x < row.length; x++) {
                samples[y * row.length + x] = (byte) row[x];
            }
        }
        return samples;
    }

    /** 16-bit samples' upper bytes. */
    private byte[] interleaved(int bits) {
        Object elements = raster.getDataElements(0, 0, raster.getWidth(), raster.getHeight(), null);
        if (bits == 8) {
            return (byte[]) elements;
        }
        short[] deep = (short[]) elements;
        byte[] upper = new byte[deep.length];
        for (int i = 0; i < deep.length; i++) {
            upper[i] = (byte) (deep[i] >> 8);
        }
        return upper;
    }

    /** The colour map holds all reds, then all greens, then all blues, of 16 bits each. */
    private Picture palette() {
        byte[] rgba = new byte[4 * 256];
        int[] map = TiffHeader.shorts(in, TiffHeader.COLOR_MAP);
        for (int i = 0; i < 256; i++) {
            for (int c = 0; c < 3 && i < map.length / 3; c++) {
                rgba[4 * i + c] = (byte) (map[c * (map.length / 3) + i] >> 8);
            }
            rgba[4 * i + 3] = (byte) 255;
        }
        return new Picture(Picture.Mode.PALETTE, raster.getWidth(), raster.getHeight(), samples(), rgba);
    }
}
