package io.tarn.image;

/**
 * What an animated PNG says of one frame (fcTL).
 *
 * @param over whether it is laid over what is there, rather than put in its place
 * @param disposal what becomes of its rectangle before the next frame is drawn
 */
record PngFrame(int left, int top, int width, int height, int disposal, boolean over) {
    static final int TO_BACKGROUND = 1;
    static final int TO_PREVIOUS = 2;

    private static final int LENGTH = 26;

    /**
     * Reads the chunk there.
     *
     * @param sequence the number that it must have, of all fcTL and fdAT
     */
    static PngFrame at(Encoded in, int chunk, int sequence, int imageWidth, int imageHeight) {
        if (in.unsignedBe32(chunk) < LENGTH) {
            throw Refusal.corrupt("has a chunk fcTL of " + in.unsignedBe32(chunk) + " bytes");
        }
        int at = chunk + 8;
        checkSequence(in, at, sequence);
        long width = in.unsignedBe32(at + 4);
        long height = in.unsignedBe32(at + 8);
        long left = in.unsignedBe32(at + 12);
        long top = in.unsignedBe32(at + 16);
        if (left + width > imageWidth || top + height > imageHeight) {
            throw Refusal.corrupt("has a frame that lies outside of it");
        }
        return new PngFrame((int) left, (int) top, (int) width, (int) height, in.u8(at + 24), in.u8(at + 25) == 1);
    }

    static void checkSequence(Encoded in, int at, int sequence) {
        if (in.be32(at) != sequence) {
            throw Refusal.corrupt("has frame data number " + in.unsignedBe32(at) + " where " + sequence + " should be");
        }
    }
}
