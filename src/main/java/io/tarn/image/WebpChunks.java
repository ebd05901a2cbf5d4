package io.tarn.image;

/**
 * A WebP's chunks, looked through as Pillow has libwebp do it before it decodes (src/demux/demux.c). OpenCV decodes
 * without, and makes a picture of what bytes that came in between have moved.
 */
final class WebpChunks {
    private static final int HEADER = 8;
    private static final int KNOWN_FLAGS = 0x3e;
    private static final int ANIMATED = 2;

    private final Encoded in;
    private int at = 12;
    private int frames;

    private WebpChunks(Encoded in) {
        this.in = in;
    }

    /** @param in a file that ends where its header says */
    static void check(Encoded in) {
        WebpChunks chunks = new WebpChunks(in);
        if (in.matches(12, "VP8X")) {
            chunks.extended();
        } else {
            chunks.image();
        }
        if (chunks.frames == 0) {
            throw broken();
        }
    }

    private static RuntimeException broken() {
        return Refusal.corrupt("is a WebP whose chunks are broken or in the wrong order");
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw broken();
        }
    }

    /** Where the chunk's data end, with what fills them up to an even length. */
    private int end() {
        require(at + HEADER <= in.length());
        long size = in.unsignedLe32(at + 4);
        long end = at + HEADER + size + (size & 1);
        require(end <= in.length());
        return (int) end;
    }

    private void extended() {
        require(in.unsignedLe32(at + 4) >= 10);
        int flags = in.u8(20);
        boolean animated = (flags & ANIMATED) != 0;
        require((flags & ~KNOWN_FLAGS) == 0);
        boolean announced = false;
        at = end();
        do {
            int end = end();
            require(!in.matches(at, "VP8X"));
            if (in.matches(at, "ALPH") || in.matches(at, "VP8 ") || in.matches(at, "VP8L")) {
                require(!announced && !animated && frames == 0);
                image();
            } else if (in.matches(at, "ANMF")) {
                require(announced && end - at >= HEADER + 16);
                at += HEADER + 16;
                image();
                require(at <= end);
            } else {
                announced |= in.matches(at, "ANIM");
                at = end;
            }
        } while (at < in.length());
    }

    /** An image of one or two chunks; one of another kind ends it. */
    private void image() {
        boolean alpha = false;
        boolean image = false;
        while (at < in.length()) {
            int end = end();
            boolean lossless = in.matches(at, "VP8L");
            if (in.matches(at, "ALPH") && !alpha) {
                require(!image);
                alpha = true;
            } else if ((lossless || in.matches(at, "VP8 ")) && !image) {
                require(!(lossless && alpha));
                image = true;
            } else {
                break;
            }
            at = end;
        }
        require(image);
        frames++;
    }
}
