package io.tarn.image;

import java.awt.image.Raster;
import java.util.Arrays;
import java.util.Set;

/** Decodes the first page of a TIFF that has no other tags than those of its pixels any more. TwelveMonkeys gives the samples; what they mean is decided here, and they are turned upright as Pillow does. */
final class TiffPixels {
    private static final int WHITE_IS_ZERO = 0;
    private static final int BLACK_IS_ZERO = 1;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int CMYK = 5;
    private static final int YCC = 6;
    private static final int JPEG = 7;
    private static final int UNSIGNED = 1;
    private static final int SIGNED = 2;
    private static final int FLOATING = 3;
    private static final int ALPHA = 2;
    /** What Corel Draw 10 says of alpha. */
    private static final int COREL = 999;

    /** Compressions of one bit a pixel. */
    private static final Set<Integer> FAX = Set.of(2, 3, 4);

    private final Encoded in;
    private final Raster raster;
    private final int photometric;
    private final int extra;

    private TiffPixels(Encoded in) {
        this.in = in;
        this.photometric = TiffHeader.tag(in, TiffHeader.PHOTOMETRIC, WHITE_IS_ZERO);
        this.extra = TiffHeader.tag(in, TiffHeader.EXTRA_SAMPLES, 0);
        this.raster = JavaImageIo.tiff(in);
    }

    /** @param end where the file ends, behind which the directory may be */
    static Picture decode(Encoded in, int end) {
        checkSamples(in);
        new TiffStrips(in, end).check();
        return new TiffPixels(in).picture().upright(TiffHeader.orientation(in));
    }

    /**
     * Pillow knows a list of pixels (OPEN_INFO in src/PIL/TiffImagePlugin.py) and refuses all others; here are those of
     * it that the photometric interpretation, the number of samples and TwelveMonkeys do not tell apart.
     */
    private static void checkSamples(Encoded in) {
        int photometric = TiffHeader.tag(in, TiffHeader.PHOTOMETRIC, WHITE_IS_ZERO);
        int samples = TiffHeader.tag(in, TiffHeader.SAMPLES, 1);
        int colours = photometric == RGB || photometric == YCC ? 3 : photometric == CMYK ? 4 : 1;
        int extras = TiffHeader.numbers(in, TiffHeader.EXTRA_SAMPLES).length;
        long[] bits = TiffHeader.numbers(in, TiffHeader.BITS);
        boolean alpha = photometric == RGB && samples == 4 && extras == 0;
        if (samples != colours + extras && !alpha) {
            throw Refusal.unsupported("is a TIFF of " + samples + " samples a pixel, " + extras
                    + " of them extra, of photometric interpretation " + photometric);
        }
        if (bits.length > 1 && bits.length < samples) {
            throw Refusal.corrupt("is a TIFF that tells the bits of " + bits.length + " of " + samples + " samples");
        }
        int depth = bits.length == 0 ? 1 : (int) bits[0];
        for (int i = 0; i < Math.min(bits.length, samples); i++) {
            if (bits[i] != depth) {
                throw Refusal.unsupported("is a TIFF with samples of " + depth + " bits and of " + bits[i]);
            }
        }
        if (depth != 1 && FAX.contains(TiffHeader.tag(in, TiffHeader.COMPRESSION, 1))) {
            throw Refusal.corrupt("is a TIFF of " + depth + " bits in a compression for one bit");
        }
        int extra = TiffHeader.tag(in, TiffHeader.EXTRA_SAMPLES, 0);
        if (colours == 1 && extras > 0 && (photometric != BLACK_IS_ZERO || extra != ALPHA)) {
            throw Refusal.unsupported(
                    "is a TIFF of photometric interpretation " + photometric + " with extra samples " + extra);
        }
        boolean apart =
                TiffHeader.tag(in, TiffHeader.PLANES, 1) == 2 && TiffHeader.tag(in, TiffHeader.COMPRESSION, 1) == 1;
        if (apart && (depth != 8 || photometric == WHITE_IS_ZERO)) {
            throw Refusal.unsupported("is a TIFF of separate planes of samples of " + depth
                    + " bits, photometric interpretation " + photometric + ", without compression");
        }
        int map = TiffHeader.numbers(in, TiffHeader.COLOR_MAP).length;
        if (photometric == PALETTE && map != 3 << depth) {
            throw Refusal.corrupt("is a TIFF with " + map + " numbers for a palette of " + (1 << depth) + " colours");
        }
        checkFormat(in, depth, photometric);
    }

    private static void checkFormat(Encoded in, int bits, int photometric) {
        int format = TiffHeader.tag(in, TiffHeader.SAMPLE_FORMAT, UNSIGNED);
        boolean black = photometric == BLACK_IS_ZERO;
        boolean little = in.matches(0, "II");
        boolean plain = TiffHeader.tag(in, TiffHeader.COMPRESSION, 1) == 1;
        boolean known =
                switch (format) {
                    case UNSIGNED ->
                        switch (bits) {
                            case 1, 2, 4, 8 -> true;
                            case 16 -> little || photometric != WHITE_IS_ZERO;
                            case 32 -> little && black;
                            default -> false;
                        };
                    case SIGNED -> black && (bits == 16 || bits == 32 && (little || plain));
                    case FLOATING -> bits == 32 && (little || plain); // Pillow leaves the bytes in the wrong order
                    default -> false;
                };
        for (long each : TiffHeader.numbers(in, TiffHeader.SAMPLE_FORMAT)) {
            known &= each == format;
        }
        if (!known) {
            throw Refusal.unsupported("is a " + (little ? "little" : "big") + "-endian TIFF of samples of " + bits
                    + " bits in format " + format + ", photometric interpretation " + photometric);
        }
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
            boolean signed = TiffHeader.tag(in, TiffHeader.SAMPLE_FORMAT, UNSIGNED) == SIGNED;
            return signed ? picture(Picture.Mode.GRAY32, signed()) : picture(Picture.Mode.GRAY16, deep());
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
        if (bands == 3 && photometric == YCC && bits == 8 && isPlainYcc()) {
            byte[] samples = interleaved(bits);
            JpegPixels.toRgb(samples, 3, 22553);
            return picture(Picture.Mode.RGB, samples);
        }
        if (photometric == RGB && bands == 4 && (extra == 0 || extra == ALPHA || extra == COREL)) {
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

    private int[] signed() {
        short[] deep = deep();
        int[] signed = new int[deep.length];
        for (int i = 0; i < deep.length; i++) {
            signed[i] = deep[i];
        }
        return signed;
    }

    /** As many samples of chroma as of luma, in one plane, and the constants that JPEG has, too. */
    private boolean isPlainYcc() {
        return TiffHeader.tag(in, TiffHeader.COMPRESSION, 1) != 1
                && TiffHeader.tag(in, TiffHeader.PLANES, 1) == 1
                && Arrays.equals(TiffHeader.numbers(in, TiffHeader.CHROMA_SUBSAMPLING), new long[] {1, 1})
                && TiffHeader.isOrMissing(in, TiffHeader.YCC_COEFFICIENTS, 0.299, 0.587, 0.114)
                && TiffHeader.isOrMissing(in, TiffHeader.BLACK_AND_WHITE, 0, 255, 128, 255, 128, 255);
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
        long[] map = TiffHeader.numbers(in, TiffHeader.COLOR_MAP);
        for (int i = 0; i < 256; i++) {
            for (int c = 0; c < 3 && i < map.length / 3; c++) {
                rgba[4 * i + c] = (byte) (map[c * (map.length / 3) + i] >> 8);
            }
            rgba[4 * i + 3] = (byte) 255;
        }
        return new Picture(Picture.Mode.PALETTE, raster.getWidth(), raster.getHeight(), samples(), rgba);
    }
}
