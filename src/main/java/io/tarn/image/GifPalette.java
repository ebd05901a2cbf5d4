package io.tarn.image;

/**
 * Up to 256 colours.
 *
 * @param rgba 256 times red, green, blue, alpha; black and opaque beyond the last colour
 */
record GifPalette(int colours, byte[] rgba) {
    /** Each index as that gray. */
    static final GifPalette GRAYS = grays();

    /** How many bytes of colours there are under these flags. */
    static int length(int flags) {
        return (flags & 128) == 0 ? 0 : 3 * (2 << (flags & 7));
    }

    /** The colours there, or null where the flags say that there are none. */
    static GifPalette read(Encoded in, int flags, int at) {
        if ((flags & 128) == 0) {
            return null;
        }
        int colours = 2 << (flags & 7);
        in.require(at, 3 * colours);
        byte[] rgba = new byte[4 * 256];
        for (int i = 0; i < 256; i++) {
            for (int c = 0; c < 3; c++) {
                rgba[4 * i + c] = i < colours ? in.bytes()[at + 3 * i + c] : 0;
            }
            rgba[4 * i + 3] = (byte) 255;
        }
        return new GifPalette(colours, rgba);
    }

    private static GifPalette grays() {
        byte[] rgba = new byte[4 * 256];
        for (int i = 0; i < 256; i++) {
            java.util.Arrays.fill(rgba, 4 * i, 4 * i + 3, (byte) i);
            rgba[4 * i + 3] = (byte) 255;
        }
        return new GifPalette(256, rgba);
    }

    /** True where every index stands for that gray, so that Pillow has no use for the palette. */
    boolean isGray() {
        for (int i = 0; i < colours; i++) {
            for (int c = 0; c < 3; c++) {
                if ((rgba[4 * i + c] & 255) != i) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The same with one index transparent, or none where it is negative. */
    GifPalette withTransparent(int index) {
        if (index < 0) {
            return this;
        }
        byte[] keyed = rgba.clone();
        keyed[4 * index + 3] = 0;
        return new GifPalette(colours, keyed);
    }
}
