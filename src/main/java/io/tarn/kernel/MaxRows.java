package io.tarn.kernel;

import java.util.Arrays;

/**
 * Maxima by PyTorch's rule, tap after tap: {@code v > best || isnan(v)}. The first of equals wins (also of -0 and +0),
 * the last NaN wins with its payload; a window without a tap inside keeps the lowest value and its first position.
 */
abstract class MaxRows<A> extends RowKernel<A> {
    private MaxRows(Window window, Class<A> array) {
        super(window, array);
    }

    static RowKernel<?> of(Element element, Window window) {
        return switch (element) {
            case FLOAT32 -> new Floats(window);
            case FLOAT64 -> new Doubles(window);
            case UINT8 -> new UnsignedBytes(window);
            case INT8 -> new Bytes(window);
            case INT16 -> new Shorts(window);
            case INT32 -> new Ints(window);
            case INT64 -> new Longs(window);
        };
    }

    /** Fills a row of outputs with the lowest value. */
    abstract void lowest(A out, int from, int to);

    @Override
    final void begin(A out, int row, int d, int h, long[] indices) {
        lowest(out, row, row + outWidth);
        if (indices != null) {
            long line = (long) window.depth().firstPosition(d) * window.height().in()
                    + window.height().firstPosition(h);
            for (int w = 0; w < outWidth; w++) {
                indices[row + w] = line * window.width().in() + window.width().firstPosition(w);
            }
        }
    }

    private static final class Floats extends MaxRows<float[]> {
        Floats(Window window) {
            super(window, float[].class);
        }

        @Override
        void lowest(float[] out, int from, int to) {
            Arrays.fill(out, from, to, Float.NEGATIVE_INFINITY);
        }

        @Override
        void tap(float[] in, int plane, int at, float[] out, int row, int first, int end, long[] indices) {
            int p = plane + at;
            for (int o = row + first; o < row + end; o++, p += stride) {
                float v = in[p];
                if (v > out[o] || Float.isNaN(v)) {
                    out[o] = v;
                    if (indices != null) {
                        indices[o] = (long) p - plane;
                    }
                }
            }
        }
    }

    private static final class Doubles extends MaxRows<double[]> {
        Doubles(Window window) {
            super(window, double[].class);
        }

        @Override
        void lowest(double[] out, int from, int to) {
            Arrays.fill(out, from, to, Double.NEGATIVE_INFINITY);
        }

        @Override
        void tap(double[] in, int plane, int at, double[] out, int row, int first, int end, long[] indices) {
            int p = plane + at;
            for (int o = row + first; o < row + end; o++, p += stride) {
                double v = in[p];
                if (v > out[o] || Double.isNaN(v)) {
                    out[o] = v;
                    if (indices != null) {
                        indices[o] = (long) p - plane;
                    }
                }
            }
        }
    }

    private static final class UnsignedBytes extends MaxRows<byte[]> {
        UnsignedBytes(Window window) {
            super(window, byte[].class);
        }

        @Override
        void lowest(byte[] out, int from, int to) {
            Arrays.fill(out, from, to, (byte) 0);
        }

        @Override
        void tap(byte[] in, int plane, int at, byte[] out, int row, int first, int end, long[] indices) {
            int p = plane + at;
            for (int o = row + first; o < row + end; o++, p += stride) {
                byte v = in[p];
                if ((v & 0xff) > (out[o] & 0xff)) {
                    out[o] = v;
                    if (indices != null) {
                        indices[o] = (long) p - plane;
                    }
                }
            }
        }
    }

    private static final class Bytes extends MaxRows<byte[]> {
        Bytes(Window window) {
            super(window, byte[].class);
        }

        @Override
        void lowest(byte[] out, int from, int to) {
            Arrays.fill(out, from, to, Byte.MIN_VALUE);
        }

        @Override
        void tap(byte[] in, int plane, int at, byte[] out, int row, int first, int end, long[] indices) {
            int p = plane + at;
            for (int o = row + first; o < row + end; o++, p += stride) {
                byte v = in[p];
                if (v > out[o]) {
                    out[o] = v;
                    if (indices != null) {
                        indices[o] = (long) p - plane;
                    }
                }
            }
        }
    }

    private static final class Shorts extends MaxRows<short[]> {
        Shorts(Window window) {
            super(window, short[].class);
        }

        @Override
        void lowest(short[] out, int from, int to) {
            Arrays.fill(out, from, to, Short.MIN_VALUE);
        }

        @Override
        void tap(short[] in, int plane, int at, short[] out, int row, int first, int end, long[] indices) {
            int p = plane + at;
            for (int o = row + first; o < row + end; o++, p += stride) {
                short v = in[p];
                if (v > out[o]) {
                    out[o] = v;
                    if (indices != null) {
                        indices[o] = (long) p - plane;
                    }
                }
            }
        }
    }

    private static final class Ints extends MaxRows<int[]> {
        Ints(Window window) {
            super(window, int[].class);
        }

        @Override
        void lowest(int[] out, int from, int to) {
            Arrays.fill(out, from, to, Integer.MIN_VALUE);
        }

        @Override
        void tap(int[] in, int plane, int at, int[] out, int row, int first, int end, long[] indices) {
            int p = plane + at;
            for (int o = row + first; o < row + end; o++, p += stride) {
                int v = in[p];
                if (v > out[o]) {
                    out[o] = v;
                    if (indices != null) {
                        indices[o] = (long) p - plane;
                    }
                }
            }
        }
    }

    private static final class Longs extends MaxRows<long[]> {
        Longs(Window window) {
            super(window, long[].class);
        }

        @Override
        void lowest(long[] out, int from, int to) {
            Arrays.fill(out, from, to, Long.MIN_VALUE);
        }

        @Override
        void tap(long[] in, int plane, int at, long[] out, int row, int first, int end, long[] indices) {
            int p = plane + at;
            for (int o = row + first; o < row + end; o++, p += stride) {
                long v = in[p];
                if (v > out[o]) {
                    out[o] = v;
                    if (indices != null) {
                        indices[o] = (long) p - plane;
                    }
                }
            }
        }
    }
}
