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

    /** Whether all taps of all windows are inside the input. */
    boolean isInside() {
        return depth.isInside() && height.isInside() && width.isInside();
    }

    /** Where the taps of a window that is inside the input are from its first one on, in row-major order. */
    int[] offsets() {
        int[] offsets = new int[depth.kernel() * height.kernel() * width.kernel()];
        int i = 0;
        for (int d = 0; d < depth.kernel(); d++) {
            for (int h = 0; h < height.kernel(); h++) {
                for (int w = 0; w < width.kernel(); w++) {
                    offsets[i++] = position(d * depth.dilation(), h * height.dilation(), w * width.dilation());
                }
            }
        }
        return offsets;
    }

    /** Where the windows of that many channels start, in the outputs' order, if they are inside the input. */
    int[] starts(int channels) {
        int[] starts = new int[channels * outPlane()];
        int i = 0;
        for (int c = 0; c < channels; c++) {
            for (int d = 0; d < depth.out(); d++) {
                for (int h = 0; h < height.out(); h++) {
                    for (int w = 0; w < width.out(); w++) {
                        starts[i++] = c * inPlane() + position(depth.start(d), height.start(h), width.start(w));
                    }
                }
            }
        }
        return starts;
    }

    private int position(int d, int h, int w) {
        return (d * height.in() + h) * width.in() + w;
    }
}
