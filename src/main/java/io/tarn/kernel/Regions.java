package io.tarn.kernel;

/** The windows of one channel of an adaptive or fractional pool: every combination along the three dimensions. */
public record Regions(Span depth, Span height, Span width) {
    /** Elements of one channel's input. */
    public int inPlane() {
        return depth.in() * height.in() * width.in();
    }

    /** Elements of one channel's output. */
    public int outPlane() {
        return depth.out() * height.out() * width.out();
    }
}
