package io.tarn.kernel;

/** The geometry of a sliding pool over [channels, depth, height, width]. */
public record Window(int channels, Axis depth, Axis height, Axis width) {
    /** Elements of one channel's input. */
    public int inPlane() {
        return depth.in() * height.in() * width.in();
    }

    /** Elements of one channel's output. */
    public int outPlane() {
        return depth.out() * height.out() * width.out();
    }
}
