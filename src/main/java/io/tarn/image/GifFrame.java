package io.tarn.image;

/**
 * What a GIF says of one frame: the control extension and the descriptor before its data (src/PIL/GifImagePlugin.py).
 *
 * @param palette the frame's own, or null where it shares the file's
 * @param transparent the index that is not drawn, or -1
 * @param disposal what becomes of the frame before the next is drawn, 0 where it is not said
 * @param data where its compressed indices are
 */
record GifFrame(
        int left,
        int top,
        int width,
        int height,
        boolean interlaced,
        GifPalette palette,
        int transparent,
        int disposal,
        int data) {
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;
    private static final int TRAILER = 0x3b;
    private static final int GRAPHIC_CONTROL = 0xf9;

    /** The first frame from there on, or null where there is none. */
    static GifFrame next(Encoded in, int start) {
        int transparent = -1;
        int disposal = 0;
        int at = start;
        while (at < in.length() && in.u8(at) != TRAILER) {
            if (in.u8(at) == IMAGE) {
                return at(in, at, transparent, disposal);
            }
            if (in.u8(at) == EXTENSION) {
                if (in.u8(at + 1) == GRAPHIC_CONTROL && in.u8(at + 2) >= 4) {
                    int flags = in.u8(at + 3);
                    transparent = (flags & 1) == 1 ? in.u8(at + 6) : transparent;
                    disposal = (flags >> 2 & 7) != 0 ? flags >> 2 & 7 : disposal;
                }
                at = skipBlocks(in, at + 2);
            } else {
                at++;
            }
        }
        return null;
    }

    private static GifFrame at(Encoded in, int at, int transparent, int disposal) {
        int flags = in.u8(at + 9);
        GifPalette palette = GifPalette.read(in, flags, at + 10);
        return new GifFrame(
                in.le16(at + 1),
                in.le16(at + 3),
                in.le16(at + 5),
                in.le16(at + 7),
                (flags & 64) != 0,
                palette,
                transparent,
                disposal,
                at + 10 + GifPalette.length(flags));
    }

    /** Where its data end. */
    int end(Encoded in) {
        return skipBlocks(in, data + 1);
    }

    /** Behind the blocks that start there, or where the file ends within them. */
    private static int skipBlocks(Encoded in, int start) {
        int at = start;
        while (at < in.length() && in.u8(at) != 0) {
            at += 1 + in.u8(at);
        }
        return Math.min(at + 1, in.length());
    }
}
