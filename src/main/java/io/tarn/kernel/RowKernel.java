package io.tarn.kernel;

/**
 * Sliding windows, a row of outputs at a time: each tap is applied to all outputs of the row that it is inside the
 * input for, and taps come in row-major order, so that every single output sees its taps in that order too (which
 * decides the bits of sums and the winners of ties). What a tap does is all that element types differ in.
 *
 * @param <A> the array type
 */
abstract class RowKernel<A> implements Kernel {
    final Window window;
    final int stride;
    final int outWidth;
    private final Class<A> array;
    private final int[] taps;
    private final int[] firstOutput;
    private final int[] endOutput;

    RowKernel(Window window, Class<A> array) {
        this.window = window;
        this.array = array;
        Axis width = window.width();
        stride = width.stride();
        outWidth = width.out();
        taps = width.tapsInside();
        firstOutput = new int[taps.length];
        endOutput = new int[taps.length];
        for (int i = 0; i < taps.length; i++) {
            firstOutput[i] = width.firstOutput(taps[i]);
            endOutput[i] = width.endOutput(taps[i]);
        }
    }

    /** Starts the row of outputs at flat position {@code row} of {@code out}, row {@code (d, h)} of its channel. */
    abstract void begin(A out, int row, int d, int h, long[] indices);

    /**
     * Applies a tap to the outputs {@code first} to below {@code end} of the row. The first one's input is at
     * {@code plane + at}, {@code at} being its flat position in the channel; the next ones' are a stride apart.
     */
    abstract void tap(A in, int plane, int at, A out, int row, int first, int end, long[] indices);

    /** Ends the row. */
    void end(A out, int row, int d, int h) {}

    @Override
    public final void run(Object input, Object output, long[] indices) {
        A in = array.cast(input);
        A out = array.cast(output);
        for (int c = 0; c < window.channels(); c++) {
            plane(in, out, c, indices);
        }
    }

    /** Pools a channel. */
    final void plane(A in, A out, int channel, long[] indices) {
        int row = channel * window.outPlane();
        for (int d = 0; d < window.depth().out(); d++) {
            for (int h = 0; h < window.height().out(); h++, row += outWidth) {
                row(in, channel * window.inPlane(), out, row, d, h, indices);
            }
        }
    }

    /** Pools the row of outputs at flat position {@code row} of {@code out}, row {@code (d, h)} of its channel. */
    final void row(A in, int plane, A out, int row, int d, int h, long[] indices) {
        begin(out, row, d, h, indices);
        taps(in, plane, out, row, d, h, indices);
        end(out, row, d, h);
    }

    private void taps(A in, int plane, A out, int row, int d, int h, long[] indices) {
        Axis depth = window.depth();
        Axis height = window.height();
        Axis width = window.width();
        int endDepth = depth.endTap(d);
        int endHeight = height.endTap(h);
        for (int kd = depth.firstTap(d); kd < endDepth; kd++) {
            int slice = (depth.start(d) + kd * depth.dilation()) * height.in();
            for (int kh = height.firstTap(h); kh < endHeight; kh++) {
                int line = (slice + height.start(h) + kh * height.dilation()) * width.in();
                for (int i = 0; i < taps.length; i++) {
                    int first = firstOutput[i];
                    int at = line + width.start(first) + taps[i] * width.dilation();
                    tap(in, plane, at, out, row, first, endOutput[i], indices);
                }
            }
        }
    }

    @Override
    public final String name() {
        return "scalar";
    }
}
