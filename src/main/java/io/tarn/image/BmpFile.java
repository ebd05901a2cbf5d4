package io.tarn.image;

import java.util.List;

/** A BMP, decoded as Pillow does (src/PIL/BmpImagePlugin.py). */
final class BmpFile {
    private static final int UNCOMPRESSED = 0;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BIT_FIELDS = 3;
    private static final int FILE_HEADER = 14;

    private static final List<Integer> HEADER_SIZES = List.of(40, 52, 56, 64, 108, 124);

    private final Encoded in;
    private final int headerBytes;
    private final int width;
    private final int height;
    private final boolean topDown;
    private final int bits;
    private final int compression;
    private final int colours;
    /** Where each colour lies in a pixel: red, green, blue, alpha. */
    private final int[] masks = {0xff0000, 0xff00, 0xff, 0};

    private BmpFile(Encoded in) {
        this.in = in;
        headerBytes = in.le32(FILE_HEADER);
        if (headerBytes == 12) {
            width = in.le16(18);
            height = in.le16(20);
            topDown = false;
            bits = in.le16(24);
            compression = UNCOMPRESSED;
            colours = 1 << Math.min(bits, 16);
        } else if (HEADER_SIZES.contains(headerBytes)) {
            width = in.le32(18);
            topDown = in.le32(22) < 0;
            height = topDown ? -in.le32(22) : in.le32(22);
            bits = in.le16(28);
            compression = in.le32(30);
            colours = in.le32(46) == 0 ? 1 << Math.min(bits, 16) : in.le32(46);
        } else {
            throw Refusal.corrupt("is a BMP with a header of " + in.unsignedLe32(FILE_HEADER) + " bytes");
        }
        if (bits == 16) {
            masks[0] = 0x7c00;
            masks[1] = 0x3e0;
            masks[2] = 0x1f;
        }
        if (compression == BIT_FIELDS) {
            for (int i = 0; i < (headerBytes >= 56 ? 4 : 3); i++) {
                masks[i] = in.le32(FILE_HEADER + 40 + 4 * i);
            }
        }
    }

    static Header peek(Encoded in) {
        BmpFile file = new BmpFile(in);
        int channels = file.bits <= 8 ? 1 : file.masks[3] != 0 ? 4 : 3;
        return new Header(Header.Format.BMP, file.width, file.height, channels, Math.min(file.bits, 8), 1, false);
    }

    static Picture decode(Encoded in) {
        BmpFile file = new BmpFile(in);
        int bits = file.bits;
        if (in.le32(10) == 0) {
            throw Refusal.corrupt("is a BMP that does not tell where its pixels are");
        }
        if ((bits == 8 && file.compression == RLE8) || (bits == 4 && file.compression == RLE4)) {
            return file.picture(file.runs());
        }
        boolean known = bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
        boolean plain = file.compression == UNCOMPRESSED || (file.compression == BIT_FIELDS && bits >= 16);
        if (!known || !plain) {
            throw Refusal.unsupported("is a BMP of " + bits + " bits in compression " + file.compression);
        }
        return bits <= 8 ? file.picture(file.indices()) : file.colours();
    }

    private Picture picture(byte[] indices) {
        int entry = headerBytes == 12 ? 3 : 4;
        int at = FILE_HEADER + headerBytes;
        if (colours < 0 || colours > 256) {
            throw Refusal.corrupt("is a BMP with a palette of " + Integer.toUnsignedString(colours)
                    + " colours; at most 256 are possible");
        }
        byte[] palette = new byte[4 * 256];
        for (int i = 0; i < 256; i++) {
            palette[4 * i + 3] = (byte) 255;
            for (int c = 0; c < 3 && i < colours; c++) {
                palette[4 * i + c] = (byte) in.u8(at + entry * i + 2 - c);
            }
        }
        return new Picture(Picture.Mode.PALETTE, width, height, indices, palette);
    }

    private byte[] indices() {
        byte[] indices = new byte[Math.multiplyExact(width, height)];
        int mask = (1 << bits) - 1;
        for (int y = 0; y < height; y++) {
            int row = row(y);
            for (int x = 0; x < width; x++) {
                int bit = x * bits;
                int value = in.bytes()[row + (bit >> 3)] >> (8 - bits - (bit & 7)) & mask;
                indices[y * width + x] = (byte) value;
            }
        }
        return indices;
    }

    private Picture colours() {
        int channels = masks[3] == 0 ? 3 : 4;
        byte[] samples = new byte[Math.multiplyExact(Math.multiplyExact(width, height), channels)];
        int pixelBytes = bits / 8;
        int next = 0;
        for (int y = 0; y < height; y++) {
            int row = row(y);
            for (int x = 0; x < width; x++) {
                int pixel = 0;
                for (int i = 0; i < pixelBytes; i++) {
                    pixel |= (in.bytes()[row + x * pixelBytes + i] & 255) << (8 * i);
                }
                for (int c = 0; c < channels; c++) {
                    samples[next++] = (byte) sample(pixel, masks[c]);
                }
            }
        }
        return new Picture(channels == 3 ? Picture.Mode.RGB : Picture.Mode.RGBA, width, height, samples);
    }

    /** Five and six bits are stretched to 0..255. */
    private static int sample(int pixel, int mask) {
        if (mask == 0) {
            return 0;
        }
        int value = (pixel & mask) >>> Integer.numberOfTrailingZeros(mask);
        int most = mask >>> Integer.numberOfTrailingZeros(mask);
        return most == 255 ? value : value * 255 / most;
    }

    /** Where a row starts; rows are stored from the last to the first, at multiples of four bytes. */
    private int row(int y) {
        long rowBytes = ((long) width * bits + 7) / 8;
        long at = in.unsignedLe32(10) + (topDown ? y : height - 1 - y) * ((rowBytes + 3) & ~3L);
        if (at + rowBytes > in.length()) {
            throw Refusal.truncated("ends after " + in.length() + " bytes, within its image data");
        }
        return (int) at;
    }

    /** Run lengths: pairs of a count and a value; a count of 0 starts a row's end, the end, a jump, or plain values. */
    private byte[] runs() {
        byte[] stored = new byte[Math.multiplyExact(width, height)];
        int at = in.le32(10);
        int next = 0;
        int x = 0;
        while (next < stored.length && at + 1 < in.length()) {
            int count = in.u8(at);
            int value = in.u8(at + 1);
            at += 2;
            if (count > 0) {
                int fitting = Math.min(Math.min(count, width - x), stored.length - next);
                for (int i = 0; i < fitting; i++) {
                    stored[next++] = (byte) part(value, i);
                }
                x += fitting;
            } else if (value == 0) {
                next = (next + width - 1) / width * width;
                x = 0;
            } else if (value == 1) {
                break;
            } else if (value == 2) {
                next += in.u8(at) + in.u8(at + 1) * width;
                x = next % width;
                at += 2;
            } else {
                int bytes = bits == 8 ? value : (value + 1) / 2;
                in.require(at, bytes);
                for (int i = 0; i < value && next < stored.length; i++) {
                    stored[next++] = (byte) part(in.u8(at + (bits == 8 ? i : i / 2)), i);
                }
                x += value;
                at += (bytes + 1) & ~1;
            }
        }
        if (next < stored.length) {
            throw Refusal.truncated("has run lengths for " + next + " of " + stored.length + " pixels");
        }
        return topDown ? stored : upsideDown(stored);
    }

    private byte[] upsideDown(byte[] stored) {
        byte[] indices = new byte[stored.length];
        for (int y = 0; y < height; y++) {
            System.arraycopy(stored, y * width, indices, (height - 1 - y) * width, width);
        }
        return indices;
    }

    /** The value itself, or for 4-bit colours its upper and lower halves in turn. */
    private int part(int value, int i) {
        return bits == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15;
    }
}
