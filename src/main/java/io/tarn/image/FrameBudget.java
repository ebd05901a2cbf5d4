package io.tarn.image;

/** What the frames of one file may cost together: a small file can hold very many, and very large ones. */
final class FrameBudget {
    static final int MOST_FRAMES = 10_000;

    private final long maxPixels;
    private long pixels;
    private int frames;
    private boolean spent;

    FrameBudget(long maxPixels) {
        this.maxPixels = maxPixels;
    }

    /**
     * To be asked before a frame of that size is decoded.
     *
     * @throws io.tarn.op.ImageException {@code too_large} if that is more than the file may have
     */
    void spend(long width, long height) {
        spent = true;
        if (frames == MOST_FRAMES) {
            throw Refusal.tooLarge("has more than " + MOST_FRAMES + " frames; those before are kept");
        }
        pixels += width * height;
        if (pixels > maxPixels) {
            throw Refusal.tooLarge("has " + pixels + " pixels in its first " + (frames + 1) + " frames, more than the "
                    + maxPixels + " allowed");
        }
        frames++;
        spent = false;
    }

    /** How many more frames of that size there could be. */
    long left(long width, long height) {
        return Math.min(MOST_FRAMES - frames, (maxPixels - pixels) / (width * height));
    }

    /** True once a frame was refused. */
    boolean isSpent() {
        return spent;
    }
}
