package io.tarn.kernel;

import static io.tarn.kernel.Vectors.BYTES;
import static io.tarn.kernel.Vectors.BYTE_TYPE;
import static io.tarn.kernel.Vectors.HALF_BYTES;
import static io.tarn.kernel.Vectors.HALF_BYTE_TYPE;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Maxima of uint8 or int8 without indices, strides of 1 and 2: first down the columns into a padded line, then along
 * it. With a stride of 2 every position is pooled and every second one kept. Unsigned bytes become signed ones in the
 * same order by flipping their top bit.
 */
final class VectorMaxBytes extends VectorRows<byte[]> {
    private static final int LANES = BYTES.length();

    private final Axis width;
    private final byte flip;
    private final int reads;
    private final int reach;
    private final byte[] line;

    private VectorMaxBytes(Window window, RowKernel<byte[]> exact, byte flip) {
        super(window, exact);
        this.flip = flip;
        width = window.width();
        reads = Vectors.whole(width.in(), LANES);
        reach = (outWidth - 1) * width.stride() + (width.kernel() - 1) * width.dilation() + 1;
        line = new byte[Math.max(width.before() + reads, reach) + 2 * LANES + reach];
        Arrays.fill(line, Byte.MIN_VALUE);
    }

    /** Or null where it is not for that geometry. */
    static Kernel of(Window window, RowKernel<byte[]> exact, Element element) {
        byte flip = element == Element.UINT8 ? Byte.MIN_VALUE : 0;
        if (VectorFlatBytes.fits(window)) {
            return new VectorFlatBytes(window, flip);
        }
        if (window.width().stride() > 2 || !isCovered(window)) {
            return null;
        }
        return VectorMaxPairs.fits(window)
                ? new VectorMaxBytePairs(window, exact, flip)
                : new VectorMaxBytes(window, exact, flip);
    }

    @Override
    int reads() {
        return reads;
    }

    @Override
    int writes() {
        return Vectors.whole(outWidth, LANES / width.stride());
    }

    @Override
    void pool(byte[] in, int plane, int first, int end, byte[] out, int to, long[] indices) {
        for (int row = first; row < end; row++) {
            pool(in, plane, lines[row], out, to + (row - first) * outWidth);
        }
    }

    private void pool(byte[] in, int plane, int[] lines, byte[] out, int to) {
        int count = lines.length;
        int a = plane + lines[0];
        down(in, a, plane + lines[count / 2], plane + lines[count - 1], flip, line, width.before(), width.in());
        for (int i = 1; i < count - 1; i++) {
            if (i != count / 2) {
                down(in, plane + lines[i], flip, line, width.before(), width.in());
            }
        }
        pad(0, width.before());
        pad(width.before() + width.in(), reach);
        int done = along();
        int last = (width.kernel() - done) * width.dilation();
        int middle = Math.min(done, width.kernel() - done) * width.dilation();
        if (width.stride() == 1) {
            along(line, middle, last, flip, out, to, outWidth);
        } else {
            alongEvens(line, middle, last, flip, out, to, outWidth);
        }
    }

    private void pad(int from, int to) {
        for (int i = from; i < to; i++) {
            line[i] = Byte.MIN_VALUE;
        }
    }

    /** Makes each element of the line the maximum of several taps, so that three of them make a window; tells how many. */
    private int along() {
        int done = 1;
        for (; 3 * done < width.kernel(); done *= 3) {
            int step = done * width.dilation();
            for (int x = 0; x < reach; x += LANES) {
                BYTE_TYPE
                        .cast(ByteVector.fromArray(BYTES, line, x)
                                .max(ByteVector.fromArray(BYTES, line, x + step))
                                .max(ByteVector.fromArray(BYTES, line, x + 2 * step)))
                        .intoArray(line, x);
            }
        }
        return done;
    }

    /** Maxima of three lines, some of which may be the same, to {@code line[at]} on. */
    private static void down(byte[] in, int a, int b, int c, byte flip, byte[] line, int at, int count) {
        for (int x = 0; x < count; x += LANES) {
            ByteVector first = ByteVector.fromArray(BYTES, in, a + x).lanewise(VectorOperators.XOR, flip);
            ByteVector second = ByteVector.fromArray(BYTES, in, b + x).lanewise(VectorOperators.XOR, flip);
            ByteVector third = ByteVector.fromArray(BYTES, in, c + x).lanewise(VectorOperators.XOR, flip);
            BYTE_TYPE.cast(first.max(second).max(third)).intoArray(line, at + x);
        }
    }

    /** Maxima of a line and what {@code line} holds. */
    private static void down(byte[] in, int a, byte flip, byte[] line, int at, int count) {
        for (int x = 0; x < count; x += LANES) {
            ByteVector first = ByteVector.fromArray(BYTES, in, a + x).lanewise(VectorOperators.XOR, flip);
            BYTE_TYPE.cast(first.max(ByteVector.fromArray(BYTES, line, at + x))).intoArray(line, at + x);
        }
    }

    private static void along(byte[] line, int b, int c, byte flip, byte[] out, int to, int count) {
        for (int o = 0; o < count; o += LANES) {
            BYTE_TYPE
                    .cast(ByteVector.fromArray(BYTES, line, o)
                            .max(ByteVector.fromArray(BYTES, line, o + b))
                            .max(ByteVector.fromArray(BYTES, line, o + c))
                            .lanewise(VectorOperators.XOR, flip))
                    .intoArray(out, to + o);
        }
    }

    private static void alongEvens(byte[] line, int b, int c, byte flip, byte[] out, int to, int count) {
        for (int o = 0; o < count; o += LANES / 2) {
            int x = 2 * o;
            HALF_BYTE_TYPE
                    .cast(ByteVector.fromArray(BYTES, line, x)
                            .max(ByteVector.fromArray(BYTES, line, x + b))
                            .max(ByteVector.fromArray(BYTES, line, x + c))
                            .lanewise(VectorOperators.XOR, flip)
                            .reinterpretAsShorts()
                            .convertShape(VectorOperators.S2B, HALF_BYTES, 0)
                            .reinterpretShape(HALF_BYTES, 0))
                    .intoArray(out, to + o);
        }
    }
}
