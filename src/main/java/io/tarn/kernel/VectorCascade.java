package io.tarn.kernel;

import static io.tarn.kernel.Vectors.FLOATS;
import static io.tarn.kernel.Vectors.FLOAT_TYPE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link CascadeSum} of float32 in vectors: the same columns and levels, so the same bits. */
final class VectorCascade extends CascadeSum {
    /** Columns: four vectors of 32 bytes, whatever this machine's are. */
    private static final int COLUMNS = 32;

    private static final int COLUMN_LANES = 8;
    private static final int LANES = FLOATS.length();
    private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;
    private static final boolean EIGHT_FIT = LANES >= COLUMN_LANES;

    /** With fewer rows a cascade is one level. */
    private static final int SHORT = 16;

    /** Channels of so few rows that are summed together. */
    private static final int TOGETHER = 64;

    private static final VectorSpecies<Float> NARROW = EIGHT_FIT ? EIGHT : FLOATS;

    private static final Class<FloatVector> NARROW_TYPE = Vectors.type(NARROW);
    private static final Class<FloatVector> EIGHT_TYPE = Vectors.type(EIGHT);

    private final CascadeSum exact;
    private final float[] lanes = new float[TOGETHER * COLUMN_LANES];
    private final float[] columns = new float[TOGETHER * COLUMNS];
    private final float[][] levels = new float[LEVELS][COLUMNS];

    VectorCascade(CascadeSum exact) {
        this.exact = exact;
    }

    @Override
    public void sums(Object in, int count, int channels, Object out) {
        if (!run((float[]) in, count, channels, (float[]) out)) {
            exact.sums(in, count, channels, out);
        }
    }

    @Override
    public void means(Object in, int count, int channels, Object out) {
        sums(in, count, channels, out);
        float[] means = (float[]) out;
        for (int c = 0; c < channels; c++) {
            means[c] /= count;
        }
    }

    @Override
    public String name() {
        return Implementation.current().name();
    }

    /** Whether all sums are numbers; if not, which NaN they are is for the exact loop to say. */
    private boolean run(float[] in, int count, int channels, float[] out) {
        int rows = count / COLUMNS;
        if (rows == 0) {
            return false;
        }
        for (int c = 0; c < channels; c += TOGETHER) {
            int some = Math.min(TOGETHER, channels - c);
            if (EIGHT_FIT && rows == 1) {
                oneRow(in, c * count, count, some, lanes);
            } else if (EIGHT_FIT && rows < SHORT) {
                for (int i = 0; i < some; i++) {
                    shortSum(in, (c + i) * count, rows, count, lanes, i * COLUMN_LANES);
                }
            } else {
                for (int i = 0; i < some; i++) {
                    cascade(in, (c + i) * count, rows, columns, i * COLUMNS);
                }
                addVectorsLeft(in, c * count, count, some, columns);
                addColumns(columns, some, lanes);
            }
            addLanes(in, c, some, count, lanes, out);
        }
        boolean numbers = true;
        for (int c = 0; c < channels; c++) {
            numbers &= !Float.isNaN(out[c]);
        }
        return numbers;
    }

    /** Adds the vectors left over to each channel's first columns. */
    private static void addVectorsLeft(float[] in, int from, int count, int channels, float[] columns) {
        for (int left = count / COLUMNS * COLUMNS; left <= count - COLUMN_LANES; left += COLUMN_LANES) {
            for (int c = 0, p = from + left; c < channels; c++, p += count) {
                for (int lane = 0; lane < COLUMN_LANES; lane++) {
                    columns[c * COLUMNS + lane] += in[p + lane];
                }
            }
        }
    }

    /** The lanes' sums; many channels at a time, as columns just stored are slow to read. */
    private static void addColumns(float[] columns, int channels, float[] lanes) {
        for (int i = 0; i < channels * COLUMN_LANES; i += NARROW.length()) {
            int p = i / COLUMN_LANES * COLUMNS + i % COLUMN_LANES;
            FloatVector sum = FloatVector.fromArray(NARROW, columns, p)
                    .add(FloatVector.fromArray(NARROW, columns, p + COLUMN_LANES))
                    .add(FloatVector.fromArray(NARROW, columns, p + 2 * COLUMN_LANES))
                    .add(FloatVector.fromArray(NARROW, columns, p + 3 * COLUMN_LANES));
            NARROW_TYPE.cast(sum).intoArray(lanes, i);
        }
    }

    /** The lanes' sums for so few rows that there is one level, in vectors as wide as PyTorch's. */
    private static void shortSum(float[] in, int from, int rows, int count, float[] lanes, int to) {
        FloatVector first = FloatVector.zero(EIGHT);
        FloatVector second = FloatVector.zero(EIGHT);
        FloatVector third = FloatVector.zero(EIGHT);
        FloatVector fourth = FloatVector.zero(EIGHT);
        int p = from;
        for (int end = from + rows * COLUMNS; p < end; p += COLUMNS) {
            first = FloatVector.fromArray(EIGHT, in, p).add(first);
            second = FloatVector.fromArray(EIGHT, in, p + COLUMN_LANES).add(second);
            third = FloatVector.fromArray(EIGHT, in, p + 2 * COLUMN_LANES).add(third);
            fourth = FloatVector.fromArray(EIGHT, in, p + 3 * COLUMN_LANES).add(fourth);
        }
        int end = from + count;
        for (; p <= end - COLUMN_LANES; p += COLUMN_LANES) {
            first = FloatVector.fromArray(EIGHT, in, p).add(first);
        }
        EIGHT_TYPE
                .cast(FloatVector.zero(EIGHT).add(first).add(second).add(third).add(fourth))
                .intoArray(lanes, to);
    }

    /** The lanes' sums of several channels with one row each, vector by vector. */
    private static void oneRow(float[] in, int from, int count, int channels, float[] lanes) {
        for (int c = 0, p = from; c < channels; c++, p += count) {
            FloatVector sum = FloatVector.zero(EIGHT).add(FloatVector.fromArray(EIGHT, in, p));
            EIGHT_TYPE.cast(sum).intoArray(lanes, c * COLUMN_LANES);
        }
        for (int left = COLUMNS; left <= count - COLUMN_LANES; left += COLUMN_LANES) {
            for (int c = 0, p = from + left; c < channels; c++, p += count) {
                FloatVector sum =
                        FloatVector.fromArray(EIGHT, lanes, c * COLUMN_LANES).add(FloatVector.fromArray(EIGHT, in, p));
                EIGHT_TYPE.cast(sum).intoArray(lanes, c * COLUMN_LANES);
            }
        }
        for (int c = 0, p = from; c < channels; c++, p += count) {
            FloatVector sum = FloatVector.fromArray(EIGHT, lanes, c * COLUMN_LANES)
                    .add(FloatVector.fromArray(EIGHT, in, p + COLUMN_LANES))
                    .add(FloatVector.fromArray(EIGHT, in, p + 2 * COLUMN_LANES))
                    .add(FloatVector.fromArray(EIGHT, in, p + 3 * COLUMN_LANES));
            EIGHT_TYPE.cast(sum).intoArray(lanes, c * COLUMN_LANES);
        }
    }

    /** Adds each channel's elements left over, and then its lanes; apart, so that channels do not wait for each other. */
    private static void addLanes(float[] in, int channel, int channels, int count, float[] lanes, float[] out) {
        Arrays.fill(out, channel, channel + channels, 0);
        for (int left = count - count % COLUMN_LANES; left < count; left++) {
            for (int c = channel; c < channel + channels; c++) {
                out[c] += in[c * count + left];
            }
        }
        for (int c = 0; c < channels; c++) {
            int lane = c * COLUMN_LANES;
            out[channel + c] = out[channel + c]
                    + lanes[lane]
                    + lanes[lane + 1]
                    + lanes[lane + 2]
                    + lanes[lane + 3]
                    + lanes[lane + 4]
                    + lanes[lane + 5]
                    + lanes[lane + 6]
                    + lanes[lane + 7];
        }
    }

    /** Sums the rows column by column into {@code columns} from {@code to} on. */
    private void cascade(float[] in, int from, int rows, float[] columns, int to) {
        int power = power(rows);
        int step = 1 << power;
        Arrays.fill(levels[1], 0);
        int used = 2; // a level not reached is 0, which adds nothing: no sum is -0
        while (used < LEVELS && rows >> used * power > 0) {
            Arrays.fill(levels[used++], 0);
        }
        int row = 0;
        while (row + step <= rows) {
            add(in, from + row * COLUMNS, step, levels[1], levels[1], 0);
            row += step;
            for (int level = 1; (row & (step - 1) << level * power) == 0 && ++level < LEVELS; ) {
                raise(levels[level - 1], levels[level], 0);
            }
        }
        add(in, from + row * COLUMNS, rows - row, levels[1], columns, to);
        for (int level = 2; level < used; level++) {
            raise(levels[level], columns, to);
        }
    }

    /** The sums of rows, to which a level's are added. */
    private static void add(float[] in, int from, int rows, float[] level, float[] sums, int to) {
        for (int column = 0; column < COLUMNS; column += 2 * LANES) {
            FloatVector first = FloatVector.zero(FLOATS);
            FloatVector second = FloatVector.zero(FLOATS);
            int end = from + column + rows * COLUMNS;
            for (int p = from + column; p < end; p += COLUMNS) {
                first = FloatVector.fromArray(FLOATS, in, p).add(first);
                second = FloatVector.fromArray(FLOATS, in, p + LANES).add(second);
            }
            int next = column + LANES;
            first = FloatVector.fromArray(FLOATS, level, column).add(first);
            second = FloatVector.fromArray(FLOATS, level, next).add(second);
            FLOAT_TYPE.cast(first).intoArray(sums, to + column);
            FLOAT_TYPE.cast(second).intoArray(sums, to + next);
        }
    }

    /** Moves a level's sums into another's. */
    private static void raise(float[] level, float[] next, int to) {
        for (int column = 0; column < COLUMNS; column += LANES) {
            FloatVector raised =
                    FloatVector.fromArray(FLOATS, next, to + column).add(FloatVector.fromArray(FLOATS, level, column));
            FLOAT_TYPE.cast(raised).intoArray(next, to + column);
            FLOAT_TYPE.cast(FloatVector.zero(FLOATS)).intoArray(level, column);
        }
    }
}
