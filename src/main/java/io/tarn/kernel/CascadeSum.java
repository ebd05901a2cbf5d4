package io.tarn.kernel;

import java.util.Arrays;

/**
 * The sum that PyTorch's {@code mean()} divides, with its bits: a contiguous channel is read in vectors of 32 bytes,
 * four at a time; each of these columns is summed in runs of at least 16 that are themselves summed in runs, four
 * levels deep; then come the vectors left over, the elements left over, and the lanes. A channel shorter than a vector
 * is summed in the same way with vectors of one.
 */
public abstract class CascadeSum {
    static final int LEVELS = 4;
    private static final int UNROLLED = 4;

    CascadeSum() {}

    static CascadeSum of(Element element) {
        return switch (element) {
            case FLOAT32 -> new Floats();
            case FLOAT64 -> new Doubles();
            default -> throw new IllegalArgumentException("no cascade sum of " + element);
        };
    }

    /** The sum of each channel of {@code count} elements. */
    public abstract void sums(Object in, int count, int channels, Object out);

    /** The mean of each channel of {@code count} elements. */
    public abstract void means(Object in, int count, int channels, Object out);

    /** The implementation: {@code scalar}. */
    public String name() {
        return "scalar";
    }

    /** The logarithm of the number of rows that a level takes from the one below. */
    static int power(int rows) {
        int logarithm = rows <= 2 ? 1 : Integer.SIZE - Integer.numberOfLeadingZeros(rows - 1);
        return Math.max(4, logarithm / LEVELS);
    }

    private static final class Floats extends CascadeSum {
        private static final int LANES = 8;

        private final float[][] levels = new float[LEVELS][UNROLLED * LANES];

        @Override
        public void sums(Object input, int count, int channels, Object output) {
            float[] in = (float[]) input;
            float[] out = (float[]) output;
            for (int c = 0; c < channels; c++) {
                out[c] = sum(in, c * count, count);
            }
        }

        @Override
        public void means(Object input, int count, int channels, Object output) {
            sums(input, count, channels, output);
            float[] out = (float[]) output;
            for (int c = 0; c < channels; c++) {
                out[c] /= count;
            }
        }

        private float sum(float[] in, int from, int count) {
            int lanes = count < LANES ? 1 : LANES;
            int vectors = count / lanes;
            int rows = vectors / UNROLLED;
            cascade(in, from, rows, UNROLLED * lanes);
            float[] partial = levels[0];
            for (int i = rows * UNROLLED; i < vectors; i++) {
                for (int lane = 0; lane < lanes; lane++) {
                    partial[lane] = plus(partial[lane], in[from + i * lanes + lane]);
                }
            }
            float total = 0;
            for (int i = vectors * lanes; i < count; i++) {
                total = plus(total, in[from + i]);
            }
            for (int lane = 0; lane < lanes; lane++) {
                for (int i = 1; i < UNROLLED; i++) {
                    partial[lane] = plus(partial[lane], partial[i * lanes + lane]);
                }
                total = plus(total, partial[lane]);
            }
            return total;
        }

        /** Sums {@code rows} rows of {@code width} elements column by column into {@code levels[0]}. */
        private void cascade(float[] in, int from, int rows, int width) {
            for (float[] level : levels) {
                Arrays.fill(level, 0);
            }
            int power = power(rows);
            int step = 1 << power;
            int row = 0;
            while (row + step <= rows) {
                for (int end = row + step; row < end; row++) {
                    add(in, from + row * width, levels[0], width);
                }
                int level = 1;
                do {
                    add(levels[level - 1], 0, levels[level], width);
                    Arrays.fill(levels[level - 1], 0);
                } while ((row & (step - 1) << level * power) == 0 && ++level < LEVELS);
            }
            for (; row < rows; row++) {
                add(in, from + row * width, levels[0], width);
            }
            for (int level = 1; level < LEVELS; level++) {
                add(levels[level], 0, levels[0], width);
            }
        }

        private static void add(float[] from, int at, float[] to, int width) {
            for (int i = 0; i < width; i++) {
                to[i] = plus(to[i], from[at + i]);
            }
        }

        /** The sum; a NaN stays the one it is. */
        private static float plus(float sum, float value) {
            return Float.isNaN(sum) ? sum : sum + value;
        }
    }

    private static final class Doubles extends CascadeSum {
        private static final int LANES = 4;

        private final double[][] levels = new double[LEVELS][UNROLLED * LANES];

        @Override
        public void sums(Object input, int count, int channels, Object output) {
            double[] in = (double[]) input;
            double[] out = (double[]) output;
            for (int c = 0; c < channels; c++) {
                out[c] = sum(in, c * count, count);
            }
        }

        @Override
        public void means(Object input, int count, int channels, Object output) {
            sums(input, count, channels, output);
            double[] out = (double[]) output;
            for (int c = 0; c < channels; c++) {
                out[c] /= count;
            }
        }

        private double sum(double[] in, int from, int count) {
            int lanes = count < LANES ? 1 : LANES;
            int vectors = count / lanes;
            int rows = vectors / UNROLLED;
            cascade(in, from, rows, UNROLLED * lanes);
            double[] partial = levels[0];
            for (int i = rows * UNROLLED; i < vectors; i++) {
                for (int lane = 0; lane < lanes; lane++) {
                    partial[lane] = plus(partial[lane], in[from + i * lanes + lane]);
                }
            }
            double total = 0;
            for (int i = vectors * lanes; i < count; i++) {
                total = plus(total, in[from + i]);
            }
            for (int lane = 0; lane < lanes; lane++) {
                for (int i = 1; i < UNROLLED; i++) {
                    partial[lane] = plus(partial[lane], partial[i * lanes + lane]);
                }
                total = plus(total, partial[lane]);
            }
            return total;
        }

        /** Sums {@code rows} rows of {@code width} elements column by column into {@code levels[0]}. */
        private void cascade(double[] in, int from, int rows, int width) {
            for (double[] level : levels) {
                Arrays.fill(level, 0);
            }
            int power = power(rows);
            int step = 1 << power;
            int row = 0;
            while (row + step <= rows) {
                for (int end = row + step; row < end; row++) {
                    add(in, from + row * width, levels[0], width);
                }
                int level = 1;
                do {
                    add(levels[level - 1], 0, levels[level], width);
                    Arrays.fill(levels[level - 1], 0);
                } while ((row & (step - 1) << level * power) == 0 && ++level < LEVELS);
            }
            for (; row < rows; row++) {
                add(in, from + row * width, levels[0], width);
            }
            for (int level = 1; level < LEVELS; level++) {
                add(levels[level], 0, levels[0], width);
            }
        }

        private static void add(double[] from, int at, double[] to, int width) {
            for (int i = 0; i < width; i++) {
                to[i] = plus(to[i], from[at + i]);
            }
        }

        /** The sum; a NaN stays the one it is. */
        private static double plus(double sum, double value) {
            return Double.isNaN(sum) ? sum : sum + value;
        }
    }
}
