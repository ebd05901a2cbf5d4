package io.tarn.image;

import java.util.Arrays;

/**
 * A GIF's first frame, on a canvas that the frame may not fill: the rest is the transparent colour where there is one,
 * else the first (src/PIL/GifImagePlugin.py).
 */
final class GifFile {
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;
    private static final int TRAILER = 0x3b;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int MOST_CODES = 4096;

    /** Four passes of interlaced rows, and the one of rows in order. */
    private static final int[] FIRST_ROWS = {0, 4, 2, 1, 0};

    private static final int[] ROW_STEPS = {8, 8, 4, 2, 1};
    private static final int LAST_PASS = 4;

    private final Encoded in;
    private final byte[] palette = new byte[4 * 256];
    private final int width;
    private final int height;
    private final int left;
    private final int top;
    private final int frameWidth;
    private final int frameHeight;
    private final boolean interlaced;
    private final int data;
    private int transparent = -1;

    GifFile(Encoded in) {
        this.in = in;
        for (int i = 0; i < 256; i++) {
            Arrays.fill(palette, 4 * i, 4 * i + 3, (byte) i);
            palette[4 * i + 3] = (byte) 255;
        }
        int at = readPalette(in.u8(10), 13);
        while (in.u8(at) != IMAGE) {
            if (in.u8(at) == TRAILER) {
                throw Refusal.corrupt("is a GIF without a frame");
            }
            if (in.u8(at) == EXTENSION) {
                if (in.u8(at + 1) == GRAPHIC_CONTROL && in.u8(at + 2) >= 4) {
                    transparent = (in.u8(at + 3) & 1) == 1 ? in.u8(at + 6) : -1;
                }
                at = skipBlocks(at + 2);
            } else {
                at++;
            }
        }
        left = in.le16(at + 1);
        top = in.le16(at + 3);
        frameWidth = in.le16(at + 5);
        frameHeight = in.le16(at + 7);
        interlaced = (in.u8(at + 9) & 64) != 0;
        data = readPalette(in.u8(at + 9), at + 10);
        width = Math.max(in.le16(6), left + frameWidth);
        height = Math.max(in.le16(8), top + frameHeight);
        if (transparent >= 0) {
            palette[4 * transparent + 3] = 0;
        }
    }

    Header header() {
        return new Header(Header.Format.GIF, width, height, 1, 8, 1, isAnimated());
    }

    private boolean isAnimated() {
        int at = data + 1;
        while (at < in.length() && in.u8(at) != 0) {
            at += 1 + in.u8(at);
        }
        for (at++; at < in.length() && in.u8(at) == EXTENSION && at + 2 < in.length(); at++) {
            at += 2;
            while (at < in.length() && in.u8(at) != 0) {
                at += 1 + in.u8(at);
            }
        }
        return at < in.length() && in.u8(at) == IMAGE;
    }

    private int readPalette(int flags, int at) {
        if ((flags & 128) == 0) {
            return at;
        }
        int colours = 2 << (flags & 7);
        in.require(at, 3 * colours);
        for (int i = 0; i < 256; i++) {
            for (int c = 0; c < 3; c++) {
                palette[4 * i + c] = i < colours ? in.bytes()[at + 3 * i + c] : 0;
            }
        }
        return at + 3 * colours;
    }

    private int skipBlocks(int at) {
        while (in.u8(at) != 0) {
            at += 1 + in.u8(at);
        }
        return at + 1;
    }

    Picture decode() {
        byte[] canvas = new byte[Math.multiplyExact(width, height)];
        if (transparent >= 0 && (frameWidth < width || frameHeight < height)) {
            Arrays.fill(canvas, (byte) transparent);
        }
        if (frameWidth > 0 && frameHeight > 0) {
            new Lzw(canvas).decode();
        }
        return new Picture(Picture.Mode.PALETTE, width, height, canvas, palette);
    }

    /** The frame's compressed indices, written to the canvas row by row. */
    private final class Lzw {
        private final byte[] canvas;
        private final short[] prefix = new short[MOST_CODES];
        private final byte[] suffix = new byte[MOST_CODES];
        private final byte[] string = new byte[MOST_CODES + 1];
        private final int clear;
        private int next;
        private int codeBits;
        private int at = data + 1;
        private int blockEnd = at;
        private int buffer;
        private int bufferBits;
        private int x;
        private int y;
        private int pass = interlaced ? 0 : LAST_PASS;
        private boolean done;

        Lzw(byte[] canvas) {
            this.canvas = canvas;
            int bits = in.u8(data);
            if (bits > 11) {
                throw Refusal.corrupt("says that its codes have " + bits + " bits");
            }
            clear = 1 << bits;
            for (int i = 0; i < clear; i++) {
                suffix[i] = (byte) i;
            }
            reset();
        }

        private void reset() {
            next = clear + 2;
            codeBits = in.u8(data) + 1;
        }

        void decode() {
            int last = -1;
            byte first = 0;
            while (!done) {
                int code = code();
                if (code == clear) {
                    reset();
                    last = -1;
                    continue;
                }
                if (code == clear + 1) {
                    throw Refusal.truncated("ends after " + y + " of " + frameHeight + " rows");
                }
                if (last < 0 ? code > clear : code > next) {
                    throw Refusal.corrupt("has broken image data in row " + y);
                }
                int length = 0;
                int link = code;
                if (last >= 0 && code == next) {
                    string[length++] = first;
                    link = last;
                }
                while (link >= clear) {
                    string[length++] = suffix[link];
                    link = prefix[link];
                }
                first = (byte) link;
                string[length++] = first;
                if (last >= 0 && next < MOST_CODES) {
                    prefix[next] = (short) last;
                    suffix[next] = first;
                    next++;
                    if (next == 1 << codeBits && codeBits < 12) {
                        codeBits++;
                    }
                }
                last = code;
                while (length > 0 && !done) {
                    write(string[--length]);
                }
            }
        }

        private int code() {
            while (bufferBits < codeBits) {
                if (at == blockEnd) {
                    int size = at < in.length() ? in.u8(at) : 0;
                    if (size == 0 || at + 1 + size > in.length()) {
                        throw Refusal.truncated("ends after " + y + " of " + frameHeight + " rows");
                    }
                    at++;
                    blockEnd = at + size;
                }
                buffer |= in.u8(at++) << bufferBits;
                bufferBits += 8;
            }
            int code = buffer & ((1 << codeBits) - 1);
            buffer >>>= codeBits;
            bufferBits -= codeBits;
            return code;
        }

        private void write(byte index) {
            canvas[(top + y) * width + left + x] = index;
            if (++x == frameWidth) {
                x = 0;
                nextRow();
            }
        }

        private void nextRow() {
            y += ROW_STEPS[pass];
            while (y >= frameHeight && pass < LAST_PASS - 1) {
                pass++;
                y = FIRST_ROWS[pass];
            }
            done = y >= frameHeight;
        }
    }
}
