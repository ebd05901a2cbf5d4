package io.tarn.image;

/** The frames of an animation or the pages of a file, one after another. */
interface Frames {
    /**
     * The next frame as Pillow shows it, valid until the next call, or null after the last.
     *
     * @throws io.tarn.op.ImageException if it cannot be decoded
     */
    Picture next(FrameBudget budget);

    /** Its EXIF orientation, where the frame that {@link #next} last began has one of its own. */
    int orientation();

    /** True where frames that follow a broken one stand for themselves. */
    boolean areApart();
}
