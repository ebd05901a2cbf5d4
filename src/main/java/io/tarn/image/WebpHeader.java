package io.tarn.image;

/** The first chunks of a WebP. */
final class WebpHeader {
    private WebpHeader() {}

    static Header peek(Encoded in) {
        if (in.unsignedLe32(4) + 8 > in.length()) {
            throw Refusal.truncated("ends after " + in.length() + " bytes, within its image data");
        }
        if (in.matches(12, "VP8 ")) {
            return header(in.le16(26) & 0x3fff, in.le16(28) & 0x3fff, 3, 1, false);
        }
        if (in.matches(12, "VP8L")) {
            int sizes = in.le32(21);
            int channels = (sizes >> 28 & 1) == 1 ? 4 : 3;
            return header((sizes & 0x3fff) + 1, (sizes >> 14 & 0x3fff) + 1, channels, 1, false);
        }
        if (in.matches(12, "VP8X")) {
            int flags = in.u8(20);
            int width = (in.le32(24) & 0xffffff) + 1;
            int height = (in.le32(26) >>> 8) + 1;
            int orientation = (flags & 8) == 0 ? 1 : orientation(in);
            return header(width, height, (flags & 16) == 0 ? 3 : 4, orientation, (flags & 2) != 0);
        }
        throw Refusal.corrupt("is a WebP without image data");
    }

    /** The file without what follows its end, where libwebp would read on if image data were longer than they say. */
    static Encoded file(Encoded in) {
        Encoded file = new Encoded(in.bytes(), (int) Math.min(in.length(), in.unsignedLe32(4) + 8));
        WebpChunks.check(file);
        return file;
    }

    private static Header header(int width, int height, int channels, int orientation, boolean animated) {
        return new Header(Header.Format.WEBP, width, height, channels, 8, orientation, animated);
    }

    /** How many frames an animation has. */
    static int frames(Encoded in) {
        int frames = 0;
        for (long at = 12; at + 8 <= in.length(); ) {
            frames += in.matches((int) at, "ANMF") ? 1 : 0;
            long size = in.unsignedLe32((int) at + 4);
            at += 8 + size + (size & 1);
        }
        return frames;
    }

    private static int orientation(Encoded in) {
        for (long at = 12; at + 8 <= in.length(); ) {
            int chunk = (int) at;
            long size = in.unsignedLe32(chunk + 4);
            if (in.matches(chunk, "EXIF")) {
                int start = in.matches(chunk + 8, "Exif\0\0") ? chunk + 14 : chunk + 8;
                return TiffHeader.orientation(in, start, (int) Math.min(in.length(), chunk + 8 + size));
            }
            at += 8 + size + (size & 1);
        }
        return 1;
    }
}
