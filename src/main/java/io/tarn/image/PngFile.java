package io.tarn.image;

import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A PNG's chunks up to its first image data, read as strictly as Pillow reads them (src/PIL/PngImagePlugin.py): names,
 * lengths and checksums must be right up to there; image data are not checked, and what follows them is not read.
 */
final class PngFile {
    static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

    /** What cannot be understood before the header is. */
    private static final Set<String> PIXEL_CHUNKS = Set.of("PLTE", "tRNS", "fcTL");

    private static final int GRAY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GRAY_ALPHA = 4;
    private static final int RGBA = 6;

    final Encoded in;
    final int width;
    final int height;
    final int bits;
    final Picture.Mode mode;
    final boolean interlaced;
    /** The first IDAT chunk's place. */
    final int imageData;
    /** 256 colours of red, green, blue, alpha; null without a palette. */
    final byte[] palette;
    /** The transparent gray or RGB value as stored, of one bit as 0 or 255, or null. */
    final int[] transparent;

    /** How many frames there are, a still image before the animation included. */
    final int frames;
    /** What the animation says of the image data, or null where they are none of its frames. */
    final PngFrame first;

    private final int orientation;

    PngFile(Encoded in) {
        this.in = in;
        int header = -1;
        int colours = -1;
        int transparency = -1;
        int exif = -1;
        long animated = 0;
        int control = -1;
        int at = SIGNATURE.length();
        while (!in.matches(at + 4, "IDAT")) {
            checkChunk(at);
            String name = in.latin1(at + 4, 4);
            if (name.equals("IHDR") ? header >= 0 : header < 0 && PIXEL_CHUNKS.contains(name)) {
                throw Refusal.corrupt("has its header (IHDR) twice or behind what depends on it (" + name + ")");
            }
            switch (name) {
                case "IHDR" -> header = at + 8;
                case "PLTE" -> colours = at + 8;
                case "tRNS" -> transparency = at + 8;
                case "eXIf" -> exif = at + 8;
                case "fdAT" -> throw Refusal.corrupt("has data of later frames (fdAT) before its image data");
                case "acTL" -> animated = animated > 0 ? 0 : Math.min(in.unsignedBe32(at + 8), Integer.MAX_VALUE - 1);
                case "fcTL" -> {
                    if (control >= 0) {
                        throw Refusal.corrupt("has two frames (fcTL) for one image");
                    }
                    control = at;
                }
                case "IEND" -> throw Refusal.corrupt("is a PNG without image data");
                default -> {}
            }
            at += 12 + in.be32(at);
        }
        if (header < 0 || in.be32(header - 8) < 13) {
            throw Refusal.corrupt("is a PNG without a header (IHDR)");
        }
        imageData = at;
        orientation = exif < 0 ? 1 : TiffHeader.orientation(in, exif, exif + in.be32(exif - 8));
        width = size(header);
        height = size(header + 4);
        PngFrame frame = control < 0 ? null : PngFrame.at(in, control, 0, width, height);
        first = animated == 0 ? null : frame;
        frames = animated == 0 ? 1 : (int) animated + (first == null ? 1 : 0);
        bits = in.u8(header + 8);
        mode = mode(in.u8(header + 9), bits);
        if (in.u8(header + 11) != 0) {
            throw Refusal.corrupt("says that its rows are filtered by method " + in.u8(header + 11));
        }
        interlaced = in.u8(header + 12) != 0;
        palette = mode == Picture.Mode.PALETTE ? palette(colours, transparency) : null;
        transparent = transparency < 0 || palette != null ? null : key(transparency);
    }

    Header header() {
        return new Header(Header.Format.PNG, width, height, mode.channels, bits, orientation, frames > 1);
    }

    private int size(int at) {
        if (in.be32(at) < 0) {
            throw Refusal.tooLarge("says that a side has " + in.unsignedBe32(at) + " pixels");
        }
        return in.be32(at);
    }

    private void checkChunk(int at) {
        for (int i = 4; i < 8; i++) {
            int letter = in.u8(at + i);
            if (letter != '_' && (letter >= 128 || !Character.isLetterOrDigit(letter))) {
                throw Refusal.corrupt("has a chunk whose name is not one, at byte " + at);
            }
        }
        long length = in.unsignedBe32(at);
        in.require(at, 12 + length);
        CRC32 crc = new CRC32();
        crc.update(in.bytes(), at + 4, (int) length + 4);
        if ((int) crc.getValue() != in.be32(at + 8 + (int) length)) {
            String name = in.latin1(at + 4, 4);
            String message = "has a wrong checksum in its chunk " + name;
            throw isMetadata(name)
                    ? Refusal.badMetadata(message + ", which says nothing of its pixels")
                    : Refusal.corrupt(message);
        }
    }

    /** True for chunks that a decoder may leave out, less those of transparency and animation. */
    private static boolean isMetadata(String name) {
        return Character.isLowerCase(name.charAt(0))
                && !List.of("tRNS", "acTL", "fcTL", "fdAT").contains(name);
    }

    private static Picture.Mode mode(int type, int bits) {
        boolean deep = bits == 8 || bits == 16;
        if (type == GRAY && (deep || bits == 1 || bits == 2 || bits == 4)) {
            return bits == 16 ? Picture.Mode.GRAY16 : Picture.Mode.GRAY;
        }
        if (type == PALETTE && (bits == 8 || bits == 1 || bits == 2 || bits == 4)) {
            return Picture.Mode.PALETTE;
        }
        if (deep && (type == RGB || type == GRAY_ALPHA || type == RGBA)) {
            return type == RGB ? Picture.Mode.RGB : type == RGBA ? Picture.Mode.RGBA : Picture.Mode.GRAY_ALPHA;
        }
        throw Refusal.corrupt("says that it has colour type " + type + " with " + bits + " bits");
    }

    private byte[] palette(int colours, int transparency) {
        if (colours < 0) {
            throw Refusal.corrupt("is a PNG with a palette that is missing (PLTE)");
        }
        byte[] rgba = new byte[4 * 256];
        int known = Math.min(256, in.be32(colours - 8) / 3);
        int alphas = transparency < 0 ? 0 : Math.min(256, in.be32(transparency - 8));
        for (int i = 0; i < 256; i++) {
            for (int c = 0; c < 3 && i < known; c++) {
                rgba[4 * i + c] = (byte) in.u8(colours + 3 * i + c);
            }
            rgba[4 * i + 3] = (byte) (i < alphas ? in.u8(transparency + i) : 255);
        }
        return rgba;
    }

    private int[] key(int at) {
        int[] key = new int[mode == Picture.Mode.RGB ? 3 : 1];
        if (in.be32(at - 8) < 2 * key.length && mode != Picture.Mode.GRAY_ALPHA && mode != Picture.Mode.RGBA) {
            throw Refusal.corrupt("has a transparent colour (tRNS) of " + in.be32(at - 8) + " bytes");
        }
        for (int i = 0; i < key.length; i++) {
            key[i] = in.be16(at + 2 * i);
        }
        if (mode == Picture.Mode.GRAY && bits == 1) {
            key[0] = key[0] == 0 ? 0 : 255; // white's, as its pixels are
        }
        return key;
    }
}
