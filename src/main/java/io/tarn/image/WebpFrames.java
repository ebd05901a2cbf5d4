package io.tarn.image;

/** The frames of an animated WebP, decoded by OpenCV some at a time: it can only begin with the first. */
final class WebpFrames implements Frames {
    private static final long PIXELS_AT_ONCE = 32 << 20;

    private final OpenCv openCv;
    private final Encoded in;
    private final Header header;
    private final int frames;
    private int done;
    private int begin;
    private int end;

    WebpFrames(OpenCv openCv, Encoded in, Header header) {
        this.openCv = openCv;
        this.in = in;
        this.header = header;
        this.frames = WebpHeader.frames(in);
    }

    @Override
    public Picture next(FrameBudget budget) {
        if (done == frames) {
            return null;
        }
        budget.spend(header.width(), header.height());
        if (done == end) {
            long atOnce = Math.min(PIXELS_AT_ONCE / header.pixels(), budget.left(header.width(), header.height()));
            begin = end;
            end += openCv.readAnimation(in, begin, (int) Math.max(1, Math.min(atOnce, frames - begin)));
        }
        if (done == end) {
            throw Refusal.corrupt("has broken data in its frame " + (done + 1));
        }
        return openCv.animationFrame(done++ - begin);
    }

    @Override
    public int orientation() {
        return header.orientation();
    }

    @Override
    public boolean areApart() {
        return false;
    }
}
