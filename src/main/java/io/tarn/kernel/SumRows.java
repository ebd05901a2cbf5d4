package io.tarn.kernel;

import java.util.Arrays;

/**
 * Sums and averages: a running sum per output from +0 over its taps in row-major order, then at most one division. The
 * quotient is added to +0, so no average is -0. Without a tap inside the input the result is 0. A sum that is NaN stays
 * the NaN it is: x86 keeps the first operand's, but the JIT may swap operands. Integer averages are exact before the
 * division: int64 (wrapping as Java's) truncates, uint8 rounds to the nearest, ties to even, and stops at 0 and 255.
 */
abstract class SumRows<A> extends RowKernel<A> {
    private final Divisor divisor;

    private SumRows(Window window, Class<A> array, Divisor divisor) {
        super(window, array);
        this.divisor = divisor;
    }

    /** Averages, or sums where {@code divisor} is null. */
    static RowKernel<?> of(Element element, Window window, Divisor divisor) {
        return switch (element) {
            case FLOAT32 -> new Floats(window, divisor);
            case FLOAT64 -> new Doubles(window, divisor);
            case UINT8 -> new UnsignedBytes(window, divisor);
            case INT64 -> new Longs(window, divisor);
            default -> throw new IllegalArgumentException("no sums of " + element);
        };
    }

    /** Writes an output's sum as it is. */
    abstract void store(A out, int row, int w);

    /** Writes an output's average. */
    abstract void store(A out, int row, int w, long count);

    /** Starts the row's sums. */
    abstract void zero();

    @Override
    final void begin(A out, int row, int d, int h, long[] indices) {
        zero();
    }

    @Override
    final void end(A out, int row, int d, int h) {
        for (int w = 0; w < outWidth; w++) {
            if (divisor == null) {
                store(out, row, w);
            } else {
                store(out, row, w, divisor.at(d, h, w));
            }
        }
    }

    private static final class Floats extends SumRows<float[]> {
        private final float[] sums = new float[outWidth];

        Floats(Window window, Divisor divisor) {
            super(window, float[].class, divisor);
        }

        @Override
        void zero() {
            Arrays.fill(sums, 0);
        }

        @Override
        void tap(float[] in, int plane, int at, float[] out, int row, int first, int end, long[] indices) {
            int p = plane + at;
            for (int w = first; w < end; w++, p += stride) {
                if (!Float.isNaN(sums[w])) {
                    sums[w] += in[p];
                }
            }
        }

        @Override
        void store(float[] out, int row, int w) {
            out[row + w] = sums[w];
        }

        @Override
        void store(float[] out, int row, int w, long count) {
            out[row + w] = 0f + sums[w] / count;
        }
    }

    private static final class Doubles extends SumRows<double[]> {
        private final double[] sums = new double[outWidth];

        Doubles(Window window, Divisor divisor) {
            super(window, double[].class, divisor);
        }

        @Override
        void zero() {
            Arrays.fill(sums, 0);
        }

        @Override
        void tap(double[] in, int plane, int at, double[] out, int row, int first, int end, long[] indices) {
            int p = plane + at;
            for (int w = first; w < end; w++, p += stride) {
                if (!Double.isNaN(sums[w])) {
                    sums[w] += in[p];
                }
            }
        }

        @Override
        void store(double[] out, int row, int w) {
            out[row + w] = sums[w];
        }

        @Override
        void store(double[] out, int row, int w, long count) {
            out[row + w] = 0d + sums[w] / count;
        }
    }

    private static final class Longs extends SumRows<long[]> {
        private final long[] sums = new long[outWidth];

        Longs(Window window, Divisor divisor) {
            super(window, long[].class, divisor);
        }

        @Override
        void zero() {
            Arrays.fill(sums, 0);
        }

        @Override
        void tap(long[] in, int plane, int at, long[] out, int row, int first, int end, long[] indices) {
            int p = plane + at;
            for (int w = first; w < end; w++, p += stride) {
                sums[w] += in[p];
            }
        }

        @Override
        void store(long[] out, int row, int w) {
            out[row + w] = sums[w];
        }

        @Override
        void store(long[] out, int row, int w, long count) {
            out[row + w] = sums[w] / count;
        }
    }

    private static final class UnsignedBytes extends SumRows<byte[]> {
        private final long[] sums = new long[outWidth];

        UnsignedBytes(Window window, Divisor divisor) {
            super(window, byte[].class, divisor);
        }

        @Override
        void zero() {
            Arrays.fill(sums, 0);
        }

        @Override
        void tap(byte[] in, int plane, int at, byte[] out, int row, int first, int end, long[] indices) {
            int p = plane + at;
            for (int w = first; w < end; w++, p += stride) {
                sums[w] += in[p] & 0xff;
            }
        }

        @Override
        void store(byte[] out, int row, int w) {
            out[row + w] = (byte) Math.min(sums[w], 255);
        }

        @Override
        void store(byte[] out, int row, int w, long count) {
            out[row + w] = (byte) Math.max(0, Math.min(Math.rint((double) sums[w] / count), 255));
        }
    }
}
