package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.FLOAT_TYPE;
import static io.tarn.kernel.Vectors.HALF_FLOATS;
import static io.tarn.kernel.Vectors.HALF_FLOAT_TYPE;
import static io.tarn.kernel.Vectors.HALF_INTS;
import static io.tarn.kernel.Vectors.INTS;
import static io.tarn.kernel.Vectors.INT_TYPE;
import static io.tarn.kernel.Vectors.LONG_TYPE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sums and averages of float32 over windows of three lines and three columns, every other column, straight from the
 * input: windows are summed at every position, tap by tap in row-major order, and every other sum is kept. Taps in the
 * padding are masked, and so +0, which changes nothing but the sign of a zero that ends up positive anyway. The last
 * vector of a row reaches back over the one before, so that vectors come in any order: many rows' in one loop, for short
 * loops take longer to set up than to run, and those at the same edge together. Rows with a NaN, and those for which a
 * vector would reach out of the input, are left to the exact loop.
 */
final class VectorThrees implements Kernel {
    private static final int LANES = FLOATS.length();
    private static final int OUTPUTS = LANES / 2; // of a vector of inputs
    private static final int TAPS = 3; // of a line, and lines

    /** Vectors taken together, few enough for what they look at to stay in the first level cache. */
    private static final int BLOCK = 256;

    /** Outputs looked at together for NaN, in time for them to be in the second level cache, but not just stored. */
    private static final int CHECKED = 8192;

    private final Window window;
    private final RowKernel<float[]> exact;
    private final Ahead ahead;
    private final int height;
    private final int width;
    private final int block; // rows
    private final int rowStep;
    private final Band[] bands;
    private final Part[] parts;

    /** Vectors of a block at the same edge, or at none: where each starts, where its outputs go, and in which column. */
    private record Part(int vectors, boolean[] inside, int[] starts, int[] places, int[] columns) {}

    /** Rows of a channel with the same lines in the padding, of which any other line is read instead, and masked. */
    private record Band(int first, int end, int[] lines, int[][] masks, float[] divisors) {}

    private VectorThrees(Window window, RowKernel<float[]> exact, Divisor divisor) {
        this.window = window;
        this.exact = exact;
        ahead = new Ahead(window);
        height = window.height().out();
        width = window.width().out();
        rowStep = window.height().stride() * window.width().in();
        int vectors = Vectors.whole(width, OUTPUTS) / OUTPUTS;
        block = Math.max(1, Math.min(BLOCK / vectors, height));
        parts = parts(vectors);
        bands = bands(divisor);
    }

    /** Averages, or sums where {@code divisor} is null; null where it is not for that geometry. */
    static Kernel of(Window window, RowKernel<float[]> exact, Divisor divisor) {
        Axis width = window.width();
        boolean fits = window.depth().equals(Axis.SINGLE)
                && window.height().kernel() == TAPS
                && width.kernel() == TAPS
                && width.stride() == 2
                && width.dilation() == 1
                && width.out() >= OUTPUTS
                && VectorRows.isCovered(window);
        return fits ? new VectorThrees(window, exact, divisor) : null;
    }

    private Part[] parts(int vectors) {
        List<Part> found = new ArrayList<>();
        for (int from = 0, end; from < vectors; from = end) {
            boolean[] inside = inside(column(from));
            end = from + 1;
            while (end < vectors && Arrays.equals(inside, inside(column(end)))) {
                end++;
            }
            int count = end - from;
            int[] starts = new int[block * count];
            int[] places = new int[starts.length];
            int[] columns = new int[starts.length];
            for (int i = 0; i < starts.length; i++) {
                columns[i] = column(from + i % count);
                starts[i] = i / count * rowStep + window.width().start(columns[i]);
                places[i] = i / count * width + columns[i];
            }
            found.add(new Part(count, inside, starts, places, columns));
        }
        return found.toArray(Part[]::new);
    }

    /** The first column of outputs of a vector of a row. */
    private int column(int vector) {
        return Math.min(vector * OUTPUTS, width - OUTPUTS);
    }

    /** Whether the positions are inside the input that a vector of windows looks at, the first of them at that column. */
    private boolean[] inside(int column) {
        boolean[] inside = new boolean[LANES + 1];
        for (int i = 0; i <= LANES; i++) {
            int position = window.width().start(column) + i;
            inside[i] = position >= 0 && position < window.width().in();
        }
        return inside;
    }

    private Band[] bands(Divisor divisor) {
        List<Band> found = new ArrayList<>();
        Band last = null;
        for (int row = 0; row < height; row++) {
            Band next = band(row, divisor);
            boolean same = last != null
                    && Arrays.deepEquals(last.masks, next.masks)
                    && Arrays.equals(last.divisors, next.divisors);
            if (same) {
                found.remove(found.size() - 1);
                next = new Band(last.first, row + 1, last.lines, last.masks, last.divisors);
            }
            found.add(next);
            last = next;
        }
        return found.toArray(Band[]::new);
    }

    private Band band(int row, Divisor divisor) {
        Axis axis = window.height();
        int[] lines = new int[TAPS];
        int[][] masks = new int[parts.length][2 * TAPS * LANES];
        for (int tap = 0; tap < TAPS; tap++) {
            boolean isThere = tap >= axis.firstTap(row) && tap < axis.endTap(row);
            lines[tap] = (axis.start(row) + (isThere ? tap : axis.firstTap(row)) * axis.dilation())
                    * window.width().in();
            for (int i = 0; i < 2 * LANES; i++) {
                int position = i < LANES ? i : i - LANES + 1;
                for (int part = 0; part < parts.length; part++) {
                    masks[part][2 * tap * LANES + i] = isThere && parts[part].inside[position] ? -1 : 0;
                }
            }
        }
        float[] divisors = new float[width];
        for (int w = 0; w < width; w++) {
            divisors[w] = divisor == null ? 1 : divisor.at(0, row, w);
        }
        return new Band(row, row + 1, lines, masks, divisors);
    }

    @Override
    public void run(Object input, Object output, long[] indices) {
        float[] in = (float[]) input;
        float[] out = (float[]) output;
        int checked = 0;
        for (int c = 0; c < window.channels(); c++) {
            for (Band band : bands) {
                for (int row = band.first; row < band.end; row += block) {
                    int end = Math.min(row + block, band.end);
                    int from = c * window.inPlane() + row * rowStep;
                    ahead.read(in, from, from + (end - row) * rowStep);
                    rows(in, c, band, row, end, out);
                    if ((c * height + end - checked) * width >= CHECKED) {
                        check(in, out, checked, c * height + end);
                        checked = c * height + end;
                    }
                }
            }
        }
        check(in, out, checked, window.channels() * height);
    }

    /** Makes those rows again, counted through all channels, if there is a NaN among them. */
    private void check(float[] in, float[] out, int from, int end) {
        if (Scan.hasNaN(out, from * width, end * width)) {
            for (int row = from; row < end; row++) {
                exactly(in, out, row);
            }
        }
    }

    private void exactly(float[] in, float[] out, int row) {
        exact.row(in, row / height * window.inPlane(), out, row * width, 0, row % height, null);
    }

    /** Pools a block of a band's rows. */
    private void rows(float[] in, int channel, Band band, int first, int end, float[] out) {
        int[] lines = band.lines;
        int above = channel * window.inPlane() - band.first * rowStep;
        int from = first;
        int to = end;
        while (from < to && above + from * rowStep + lines[0] + window.width().start(0) < 0) {
            exactly(in, out, channel * height + from++);
        }
        int reach = above + Math.max(lines[1], lines[2]) + window.width().start(width - OUTPUTS) + LANES;
        while (from < to && reach + (to - 1) * rowStep >= in.length) {
            exactly(in, out, channel * height + --to);
        }
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[i];
            sums(
                    in,
                    above + from * rowStep + lines[0],
                    lines[1] - lines[0],
                    lines[2] - lines[0],
                    part.starts,
                    part.places,
                    part.columns,
                    (to - from) * part.vectors,
                    band.masks[i],
                    band.divisors,
                    out,
                    (channel * height + from) * width);
        }
    }

    private static void sums(
            float[] in,
            int from,
            int second,
            int third,
            int[] starts,
            int[] places,
            int[] columns,
            int count,
            int[] masks,
            float[] divisors,
            float[] out,
            int to) {
        IntVector aFirst = IntVector.fromArray(INTS, masks, 0);
        IntVector aOthers = IntVector.fromArray(INTS, masks, LANES);
        IntVector bFirst = IntVector.fromArray(INTS, masks, 2 * LANES);
        IntVector bOthers = IntVector.fromArray(INTS, masks, 3 * LANES);
        IntVector cFirst = IntVector.fromArray(INTS, masks, 4 * LANES);
        IntVector cOthers = IntVector.fromArray(INTS, masks, 5 * LANES);
        for (int i = 0; i < count; i++) {
            int a = from + starts[i];
            int b = a + second;
            int c = a + third;
            IntVector aPairs = INT_TYPE.cast(
                            FloatVector.fromArray(FLOATS, in, a + 1).reinterpretAsInts())
                    .and(aOthers);
            IntVector bPairs = INT_TYPE.cast(
                            FloatVector.fromArray(FLOATS, in, b + 1).reinterpretAsInts())
                    .and(bOthers);
            IntVector cPairs = INT_TYPE.cast(
                            FloatVector.fromArray(FLOATS, in, c + 1).reinterpretAsInts())
                    .and(cOthers);
            IntVector aSingle = INT_TYPE.cast(
                            FloatVector.fromArray(FLOATS, in, a).reinterpretAsInts())
                    .and(aFirst);
            IntVector bSingle = INT_TYPE.cast(
                            FloatVector.fromArray(FLOATS, in, b).reinterpretAsInts())
                    .and(bFirst);
            IntVector cSingle = INT_TYPE.cast(
                            FloatVector.fromArray(FLOATS, in, c).reinterpretAsInts())
                    .and(cFirst);
            LongVector aSeconds = LONG_TYPE.cast(aPairs.reinterpretAsLongs()).lanewise(VectorOperators.LSHR, 32);
            LongVector bSeconds = LONG_TYPE.cast(bPairs.reinterpretAsLongs()).lanewise(VectorOperators.LSHR, 32);
            LongVector cSeconds = LONG_TYPE.cast(cPairs.reinterpretAsLongs()).lanewise(VectorOperators.LSHR, 32);
            FloatVector sum = FLOAT_TYPE
                    .cast(aSingle.reinterpretAsFloats())
                    .add(FLOAT_TYPE.cast(aPairs.reinterpretAsFloats()))
                    .add(FLOAT_TYPE.cast(aSeconds.reinterpretAsFloats()))
                    .add(FLOAT_TYPE.cast(bSingle.reinterpretAsFloats()))
                    .add(FLOAT_TYPE.cast(bPairs.reinterpretAsFloats()))
                    .add(FLOAT_TYPE.cast(bSeconds.reinterpretAsFloats()))
                    .add(FLOAT_TYPE.cast(cSingle.reinterpretAsFloats()))
                    .add(FLOAT_TYPE.cast(cPairs.reinterpretAsFloats()))
                    .add(FLOAT_TYPE.cast(cSeconds.reinterpretAsFloats()));
            FloatVector sums = HALF_FLOAT_TYPE.cast(LONG_TYPE
                    .cast(sum.reinterpretAsLongs())
                    .convertShape(VectorOperators.L2I, HALF_INTS, 0)
                    .reinterpretShape(HALF_FLOATS, 0));
            FloatVector averages = HALF_FLOAT_TYPE
                    .cast(sums.div(FloatVector.fromArray(HALF_FLOATS, divisors, columns[i])))
                    .add(FloatVector.zero(HALF_FLOATS));
            HALF_FLOAT_TYPE.cast(averages).intoArray(out, to + places[i]);
        }
    }

    @Override
    public String name() {
        return Implementation.current().name();
    }
}
