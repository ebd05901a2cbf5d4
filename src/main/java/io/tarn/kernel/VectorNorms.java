package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.HALF_FLOATS;
import static io.tarn.kernel.Vectors.HALF_FLOAT_TYPE;
import static io.tarn.kernel.Vectors.HALF_INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * 2-norms of float32 over windows of two lines and two columns, side by side and inside the input. One loop goes through
 * the vectors of many rows, of many channels too where those are small, for short loops take longer to set up than to
 * run. It takes the roots as well, which the processor does beside the sums. Vectors read and write past a row's end:
 * what they write there is overwritten by the rows that follow. The rows at the arrays' very end, and those near a NaN,
 * are left to the exact loop.
 */
final class VectorNorms implements Kernel {
    private static final int LANES = FLOATS.length();
    private static final int OUTPUTS = LANES / 2; // of a vector of inputs

    /** Vectors taken together, few enough for their outputs to stay in the first level cache. */
    private static final int BLOCK = 512;

    /** The same where they are read ahead, few enough for what they look at to stay there. */
    private static final int BLOCK_AHEAD = 128;

    private final Window window;
    private final RowKernel<float[]> exact;
    private final Ahead ahead;
    private final float inverse;
    private final float factor;
    private final int height;
    private final int width;
    private final int rows;
    private final int vectors; // of a row
    private final int block; // rows
    private final boolean wholeChannels;
    private final int secondLine;

    /** Per vector of a block, where its first window starts and where its outputs go, from the block's first one on. */
    private final int[] places;

    /** A null divisor, with a factor of 1, gives the plain norm. */
    VectorNorms(Window window, RowKernel<float[]> exact, Divisor divisor, float factor) {
        this.window = window;
        this.exact = exact;
        ahead = new Ahead(window);
        inverse = divisor == null ? 1 : 1f / divisor.shared();
        this.factor = factor;
        height = window.height().out();
        width = window.width().out();
        int channelRows = window.depth().out() * height;
        rows = window.channels() * channelRows;
        vectors = Vectors.whole(width, OUTPUTS) / OUTPUTS;
        int most = ahead.isLarge() ? BLOCK_AHEAD : BLOCK;
        int channels = most / (channelRows * vectors);
        wholeChannels = channels > 0;
        block = wholeChannels
                ? Math.min(channels, window.channels()) * channelRows
                : Math.max(1, Math.min(most / vectors, height));
        secondLine = window.offsets()[2];
        places = new int[2 * block * vectors];
        for (int i = 0; i < block * vectors; i++) {
            int row = i / vectors;
            int vector = i % vectors;
            places[2 * i] = start(row) + vector * LANES;
            places[2 * i + 1] = row * width + vector * OUTPUTS;
        }
    }

    static boolean fits(Window window, Divisor divisor) {
        Axis width = window.width();
        return window.depth().kernel() * window.height().kernel() == 2
                && width.kernel() == 2
                && width.stride() == 2
                && width.dilation() == 1
                && window.isInside()
                && (divisor == null || VectorFinish.isPowerOfTwo(divisor.shared()));
    }

    /** Where the first window of a row of outputs starts; rows are counted through all channels. */
    private int start(int row) {
        int slice = row / height;
        int d = slice % window.depth().out();
        int c = slice / window.depth().out();
        return c * window.inPlane()
                + (window.depth().start(d) * window.height().in()
                                + window.height().start(row % height))
                        * window.width().in();
    }

    @Override
    public void run(Object input, Object output, long[] indices) {
        float[] in = (float[]) input;
        float[] out = (float[]) output;
        for (int row = 0; row < rows; ) {
            int regular = wholeChannels ? rows : (row / height + 1) * height;
            int end = Math.min(row + block, regular);
            ahead.read(in, start(row), start(end - 1) + 2 * window.width().in());
            int done = vectors(in, out, row, end);
            boolean numbers = !Scan.hasNaN(out, row * width, done * width);
            for (int each = numbers ? done : row; each < end; each++) {
                exactly(in, out, each);
            }
            row = end;
        }
    }

    /** Pools rows {@code row} to below {@code end}, but for some at the arrays' end; returns the first not pooled. */
    private int vectors(float[] in, float[] out, int row, int end) {
        int from = start(row);
        int to = row * width;
        int lastRead = in.length - LANES - secondLine - from;
        int lastWrite = rows * width - OUTPUTS - to;
        int count = (end - row) * vectors;
        while (count > 0 && (places[2 * count - 2] > lastRead || places[2 * count - 1] > lastWrite)) {
            count--;
        }
        if (count < 2) {
            return row;
        }
        norms(in, from, secondLine, places, 0, count, inverse, factor, out, to);
        if (count % 2 == 1) {
            norms(in, from, secondLine, places, count - 2, count, inverse, factor, out, to);
        }
        return row + count / vectors;
    }

    private void exactly(float[] in, float[] out, int row) {
        int d = row / height % window.depth().out();
        int c = row / height / window.depth().out();
        exact.row(in, c * window.inPlane(), out, row * width, d, row % height, null);
    }

    /** Two vectors at a time, as one by one there is more to do for their places than for them; an odd one is left. */
    private static void norms(
            float[] in,
            int from,
            int secondLine,
            int[] places,
            int vector,
            int end,
            float inverse,
            float factor,
            float[] out,
            int to) {
        FloatVector mean = FloatVector.broadcast(HALF_FLOATS, inverse);
        FloatVector times = FloatVector.broadcast(HALF_FLOATS, factor);
        for (int i = 2 * vector; i < 2 * end - 3; i += 4) {
            int atA = from + places[i];
            int atB = from + places[i + 2];
            FloatVector firstA = FloatVector.fromArray(FLOATS, in, atA);
            FloatVector firstB = FloatVector.fromArray(FLOATS, in, atB);
            FloatVector secondA = FloatVector.fromArray(FLOATS, in, atA + secondLine);
            FloatVector secondB = FloatVector.fromArray(FLOATS, in, atB + secondLine);
            FloatVector firstsA = firstA.mul(firstA);
            FloatVector firstsB = firstB.mul(firstB);
            FloatVector secondsA = secondA.mul(secondA);
            FloatVector secondsB = secondB.mul(secondB);
            FloatVector sumA = firstsA.add(firstsA.reinterpretAsLongs()
                            .lanewise(VectorOperators.LSHR, 32)
                            .reinterpretAsFloats())
                    .add(secondsA)
                    .add(secondsA.reinterpretAsLongs()
                            .lanewise(VectorOperators.LSHR, 32)
                            .reinterpretAsFloats());
            FloatVector sumB = firstsB.add(firstsB.reinterpretAsLongs()
                            .lanewise(VectorOperators.LSHR, 32)
                            .reinterpretAsFloats())
                    .add(secondsB)
                    .add(secondsB.reinterpretAsLongs()
                            .lanewise(VectorOperators.LSHR, 32)
                            .reinterpretAsFloats());
            FloatVector sumsA = HALF_FLOAT_TYPE.cast(sumA.reinterpretAsLongs()
                    .convertShape(VectorOperators.L2I, HALF_INTS, 0)
                    .reinterpretShape(HALF_FLOATS, 0));
            FloatVector sumsB = HALF_FLOAT_TYPE.cast(sumB.reinterpretAsLongs()
                    .convertShape(VectorOperators.L2I, HALF_INTS, 0)
                    .reinterpretShape(HALF_FLOATS, 0));
            HALF_FLOAT_TYPE.cast(sumsA.mul(mean).mul(times).sqrt()).intoArray(out, to + places[i + 1]);
            HALF_FLOAT_TYPE.cast(sumsB.mul(mean).mul(times).sqrt()).intoArray(out, to + places[i + 3]);
        }
    }

    @Override
    public String name() {
        return Implementation.current().name();
    }
}
