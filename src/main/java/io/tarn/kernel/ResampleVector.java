package io.tarn.kernel;

import static io.tarn.kernel.Vectors.BYTES;
import static io.tarn.kernel.Vectors.INT_TYPE;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * With the Vector API. A pixel is one int, its first channel lowest, and a vector holds the same column of as many rows
 * as it has lanes (horizontal pass, after a transposition), or neighbours in a row (vertical pass). The ints stand in byte
 * arrays, for a transposition stores those of two rows at once. The sums and the rounding are those of
 * {@link ResampleScalar}.
 */
final class ResampleVector extends Resample {
    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int VECTOR = LANES * Integer.BYTES;
    /** Columns that are transposed at a time, right before they are summed up, so that they stay in the cache. */
    private static final int TILE = 64;

    /** Bytes of an array, about, at most: an image that takes longer ones, such as one row of many million pixels, is left. */
    private static final int MOST = Integer.MAX_VALUE - 1024;

    /** Bytes after the last pixel that may be read with it. */
    private static final int SLACK = 3;

    private static final int HALF = 1 << (ResampleAxis.BITS - 1);
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ORDER);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ORDER);

    /** As many rows as a vector has lanes, copied: they fit the cache, and the source may lie outside the heap. */
    private byte[] block = {};

    private final Resample scalar = new ResampleScalar();

    private byte[] columns = {};
    private int[] summed = {};
    private byte[] rows = {};
    private int[] line = {};

    @Override
    public String kernel(int height, int width, int outWidth) {
        return fits(height, width, outWidth)
                ? "vector" + SPECIES.vectorBitSize()
                : scalar.kernel(height, width, outWidth);
    }

    @Override
    public void resize(
            Samples source,
            int height,
            int width,
            int channels,
            ResampleAxis horizontal,
            ResampleAxis vertical,
            byte[] target) {
        int outWidth = horizontal == null ? width : horizontal.out();
        if (!fits(height, width, outWidth)) {
            scalar.resize(source, height, width, channels, horizontal, vertical, target);
            return;
        }
        rows = grown(rows, height * outWidth * Integer.BYTES + VECTOR);
        if (horizontal == null) {
            unfold(source, height, width, channels);
        } else {
            horizontalPass(source, height, width, channels, horizontal);
        }
        if (vertical == null) {
            fold(height * outWidth, channels, target);
        } else {
            verticalPass(vertical, outWidth, channels, target);
        }
    }

    static boolean fits(int height, int width, int outWidth) {
        return (long) height * outWidth * Integer.BYTES <= MOST
                && (long) outWidth * VECTOR <= MOST
                && (long) width * 3 * VECTOR <= MOST;
    }

    private void horizontalPass(Samples source, int height, int width, int channels, ResampleAxis axis) {
        int pitch = channels == 3 ? 3 * VECTOR : VECTOR;
        columns = grown(columns, width * pitch);
        if (summed.length < axis.out() * LANES) {
            summed = new int[axis.out() * LANES];
        }
        for (int top = 0; top < height; top += LANES) {
            int blockRows = readBlock(source, top, height, width * channels);
            int turned = 0;
            for (int x = 0; x < axis.out(); x++) {
                int needed = axis.first()[x] + axis.count()[x];
                for (; turned < needed; turned += TILE) {
                    turn(Math.min(TILE, width - turned), turned, width, channels, pitch, blockRows);
                }
                sum(columns, axis.first()[x] * pitch, pitch, axis, x, channels, summed, x * LANES);
            }
            for (int y = 0; y < blockRows; y++) {
                int row = (top + y) * axis.out();
                for (int x = 0; x < axis.out(); x++) {
                    INT.set(rows, (row + x) * Integer.BYTES, summed[x * LANES + y]);
                }
            }
        }
    }

    /** Writes so many pixels of each row of the block, from that column on, to their columns. */
    private void turn(int count, int x, int width, int channels, int pitch, int blockRows) {
        for (int y = 0; y < blockRows; y += 2) {
            int from = (y * width + x) * channels;
            turn(block, from, from + width * channels, count, channels, columns, x * pitch + y * Integer.BYTES);
        }
    }

    /** Copies the rows from that one on to {@code block}, and tells how many they are. */
    private int readBlock(Samples source, int top, int height, int pitch) {
        int blockRows = Math.min(LANES, height - top);
        block = grown(block, LANES * pitch + SLACK); // the row after an odd number of them is turned, and not looked at
        source.read(top * pitch, block, blockRows * pitch);
        return blockRows;
    }

    private void verticalPass(ResampleAxis axis, int width, int channels, byte[] target) {
        if (line.length < width + LANES) {
            line = new int[width + LANES];
        }
        for (int y = 0; y < axis.out(); y++) {
            for (int x = 0; x < width; x += LANES) {
                sum(
                        rows,
                        (axis.first()[y] * width + x) * Integer.BYTES,
                        width * Integer.BYTES,
                        axis,
                        y,
                        channels,
                        line,
                        x);
            }
            fold(line, width, channels, target, y * width * channels);
        }
    }

    /** One vector of outputs of one line, from vectors that are {@code stride} bytes apart. */
    private static void sum(
            byte[] in, int at, int stride, ResampleAxis axis, int line, int channels, int[] out, int to) {
        int count = axis.count()[line];
        int weight = line * axis.taps();
        switch (channels) {
            case 1 -> sum1(in, at, stride, axis.weights(), weight, count, out, to);
            case 3 -> sum3(in, at, stride, axis.weights(), weight, count, out, to);
            default -> sum4(in, at, stride, axis.weights(), weight, count, out, to);
        }
    }

    private static void sum1(byte[] in, int at, int stride, int[] weights, int weight, int count, int[] out, int to) {
        IntVector sum = IntVector.broadcast(SPECIES, HALF);
        for (int t = 0; t < count; t++) {
            sum = ByteVector.fromArray(BYTES, in, at + t * stride)
                    .reinterpretAsInts()
                    .mul(weights[weight + t])
                    .add(sum);
        }
        sum = sum.lanewise(VectorOperators.ASHR, ResampleAxis.BITS).max(0).min(255);
        INT_TYPE.cast(sum).intoArray(out, to);
    }

    private static void sum3(byte[] in, int at, int stride, int[] weights, int weight, int count, int[] out, int to) {
        IntVector red = IntVector.broadcast(SPECIES, HALF);
        IntVector green = red;
        IntVector blue = red;
        for (int t = 0; t < count; t++) {
            IntVector pixel = ByteVector.fromArray(BYTES, in, at + t * stride).reinterpretAsInts();
            int factor = weights[weight + t];
            red = pixel.and(255).mul(factor).add(red);
            green = pixel.lanewise(VectorOperators.LSHR, 8).and(255).mul(factor).add(green);
            blue = pixel.lanewise(VectorOperators.LSHR, 16).and(255).mul(factor).add(blue);
        }
        red = red.lanewise(VectorOperators.ASHR, ResampleAxis.BITS).max(0).min(255);
        green = green.lanewise(VectorOperators.ASHR, ResampleAxis.BITS).max(0).min(255);
        blue = blue.lanewise(VectorOperators.ASHR, ResampleAxis.BITS).max(0).min(255);
        INT_TYPE.cast(red.or(green.lanewise(VectorOperators.LSHL, 8)).or(blue.lanewise(VectorOperators.LSHL, 16)))
                .intoArray(out, to);
    }

    private static void sum4(byte[] in, int at, int stride, int[] weights, int weight, int count, int[] out, int to) {
        IntVector red = IntVector.broadcast(SPECIES, HALF);
        IntVector green = red;
        IntVector blue = red;
        IntVector alpha = red;
        for (int t = 0; t < count; t++) {
            IntVector pixel = ByteVector.fromArray(BYTES, in, at + t * stride).reinterpretAsInts();
            int factor = weights[weight + t];
            red = pixel.and(255).mul(factor).add(red);
            green = pixel.lanewise(VectorOperators.LSHR, 8).and(255).mul(factor).add(green);
            blue = pixel.lanewise(VectorOperators.LSHR, 16).and(255).mul(factor).add(blue);
            alpha = pixel.lanewise(VectorOperators.LSHR, 24).mul(factor).add(alpha);
        }
        red = red.lanewise(VectorOperators.ASHR, ResampleAxis.BITS).max(0).min(255);
        green = green.lanewise(VectorOperators.ASHR, ResampleAxis.BITS).max(0).min(255);
        blue = blue.lanewise(VectorOperators.ASHR, ResampleAxis.BITS).max(0).min(255);
        alpha = alpha.lanewise(VectorOperators.ASHR, ResampleAxis.BITS).max(0).min(255);
        INT_TYPE.cast(red.or(green.lanewise(VectorOperators.LSHL, 8))
                        .or(blue.lanewise(VectorOperators.LSHL, 16))
                        .or(alpha.lanewise(VectorOperators.LSHL, 24)))
                .intoArray(out, to);
    }

    /**
     * Writes two rows' pixels to two lanes of their columns. What lies above the channels of an int is not looked at. Three
     * channels have their columns three vectors apart: C2 sees that an index is within its array where it is a power of
     * two times the loop's, and so for the bytes read and the ints written the loop counts bytes.
     */
    private static void turn(byte[] source, int from, int next, int count, int channels, byte[] columns, int to) {
        switch (channels) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    LONG.set(columns, to + i * VECTOR, source[from + i] & 255 | (source[next + i] & 255L) << 32);
                }
            }
            case 3 -> {
                for (int i = 0; i < 3 * count; i += 3) {
                    int first = (int) INT.get(source, from + i);
                    int second = (int) INT.get(source, next + i);
                    LONG.set(columns, to + i * VECTOR, first & 0xffffffffL | (long) second << 32);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    int first = (int) INT.get(source, from + 4 * i);
                    int second = (int) INT.get(source, next + 4 * i);
                    LONG.set(columns, to + i * VECTOR, first & 0xffffffffL | (long) second << 32);
                }
            }
        }
    }

    /** Makes {@code rows} of the source as it is. */
    private void unfold(Samples source, int height, int width, int channels) {
        for (int top = 0; top < height; top += LANES) {
            int count = readBlock(source, top, height, width * channels) * width;
            for (int i = 0; i < count; i++) {
                int pixel = channels == 1 ? block[i] & 255 : (int) INT.get(block, channels * i);
                INT.set(rows, (top * width + i) * Integer.BYTES, pixel);
            }
        }
    }

    /** All rows, where there is no vertical pass. */
    private void fold(int count, int channels, byte[] target) {
        int some = 1024;
        if (line.length < some) {
            line = new int[some];
        }
        for (int from = 0; from < count; from += some) {
            int length = Math.min(some, count - from);
            for (int i = 0; i < length; i++) {
                line[i] = (int) INT.get(rows, (from + i) * Integer.BYTES);
            }
            fold(line, length, channels, target, from * channels);
        }
    }

    /** From ints to pixels. Where there are three channels, a fourth byte is overwritten by the next pixel's first. */
    private static void fold(int[] pixels, int count, int channels, byte[] target, int to) {
        if (channels == 1) {
            for (int i = 0; i < count; i++) {
                target[to + i] = (byte) pixels[i];
            }
            return;
        }
        for (int i = 0; i < count - 1; i++) {
            INT.set(target, to + i * channels, pixels[i]);
        }
        for (int c = 0; c < channels; c++) {
            target[to + (count - 1) * channels + c] = (byte) (pixels[count - 1] >> (8 * c));
        }
    }

    private static byte[] grown(byte[] kept, int length) {
        return kept.length >= length ? kept : new byte[length];
    }
}
