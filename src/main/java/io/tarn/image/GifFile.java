package io.tarn.image;

import io.tarn.op.ImageException;
import java.util.Arrays;

/**
 * A GIF and its first frame, on a canvas that the frame may not fill: the rest is the transparent colour where there is
 * one, else the first (src/PIL/GifImagePlugin.py).
 */
final class GifFile {
    private static final int TRAILER = 0x3b;
    private static final int SCREEN = 13;

    final Encoded in;
    /** The palette that frames without their own share, as {@link #paletteOf} gives it. */
    private final GifPalette palette;
    /** The index that disposed frames leave where nothing is transparent. */
    final int background;

    final GifFrame first;
    final int width;
    final int height;

    GifFile(Encoded in) {
        this.in = in;
        int flags = in.u8(10);
        palette = GifPalette.read(in, flags, SCREEN);
        background = palette == null ? 0 : in.u8(11);
        first = GifFrame.next(in, SCREEN + GifPalette.length(flags));
        if (first == null) {
            throw in.u8(in.length() - 1) == TRAILER
                    ? Refusal.corrupt("is a GIF without a frame")
                    : Refusal.truncated("ends after " + in.length() + " bytes, before its first frame");
        }
        width = Math.max(in.le16(6), first.left() + first.width());
        height = Math.max(in.le16(8), first.top() + first.height());
    }

    Header header() {
        return new Header(Header.Format.GIF, width, height, 1, 8, 1, hasMore());
    }

    /** What is broken behind the first frame does not concern it. */
    private boolean hasMore() {
        try {
            return GifFrame.next(in, first.end(in)) != null;
        } catch (ImageException e) {
            return true;
        }
    }

    /** A frame's colours: its own or the file's; grays where there are none, or where they are no more than that. */
    GifPalette paletteOf(GifFrame frame) {
        GifPalette own = frame.palette() != null ? frame.palette() : palette;
        return own == null || own.isGray() ? GifPalette.GRAYS : own;
    }

    /** What the first frame is shown with: as Pillow does it, with the file's colours where its own are but grays. */
    GifPalette firstPalette() {
        GifPalette own = paletteOf(first);
        return own.isGray() && palette != null && !palette.isGray() ? palette : own;
    }

    /** The first frame's indices. */
    byte[] firstIndices() {
        byte[] canvas = new byte[Math.multiplyExact(width, height)];
        if (first.transparent() >= 0) {
            Arrays.fill(canvas, (byte) first.transparent());
        }
        new GifLzw(in, first, canvas, first.top() * width + first.left(), width, -1).decode();
        return canvas;
    }

    /** The first frame. */
    Picture decode() {
        GifPalette colours = firstPalette().withTransparent(first.transparent());
        return new Picture(Picture.Mode.PALETTE, width, height, firstIndices(), colours.rgba());
    }
}
