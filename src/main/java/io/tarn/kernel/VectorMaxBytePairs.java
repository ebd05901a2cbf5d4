package io.tarn.kernel;

import static io.tarn.kernel.Vectors.BYTES;
import static io.tarn.kernel.Vectors.HALF_BYTES;
import static io.tarn.kernel.Vectors.HALF_BYTE_TYPE;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;

/** {@link VectorMaxPairs} of uint8 or int8, in a class of its own for the reason that {@link VectorTaps} has. */
final class VectorMaxBytePairs extends VectorRows<byte[]> {
    private static final int LANES = BYTES.length();

    private final byte flip;
    private final int writes;

    /** {@code flip} makes signed bytes in the same order. */
    VectorMaxBytePairs(Window window, RowKernel<byte[]> exact, byte flip) {
        super(window, exact);
        this.flip = flip;
        writes = Vectors.whole(outWidth, LANES / 2);
    }

    @Override
    int reads() {
        return 2 * writes + 1;
    }

    @Override
    int writes() {
        return writes;
    }

    @Override
    void pool(byte[] in, int plane, int first, int end, byte[] out, int to, long[] indices) {
        for (int row = first; row < end; row++) {
            pool(in, plane, lines[row], out, to + (row - first) * outWidth);
        }
    }

    private void pool(byte[] in, int plane, int[] lines, byte[] out, int to) {
        pairs(in, plane + lines[0], plane + lines[lines.length - 1], flip, out, to, outWidth);
    }

    /** Windows of two lines (or one, given twice) and two columns. */
    private static void pairs(byte[] in, int a, int b, byte flip, byte[] out, int to, int count) {
        for (int o = 0; o < count; o += LANES / 2) {
            int x = 2 * o;
            ByteVector left = ByteVector.fromArray(BYTES, in, a + x)
                    .lanewise(VectorOperators.XOR, flip)
                    .max(ByteVector.fromArray(BYTES, in, b + x).lanewise(VectorOperators.XOR, flip));
            ByteVector right = ByteVector.fromArray(BYTES, in, a + x + 1)
                    .lanewise(VectorOperators.XOR, flip)
                    .max(ByteVector.fromArray(BYTES, in, b + x + 1).lanewise(VectorOperators.XOR, flip));
            HALF_BYTE_TYPE
                    .cast(left.max(right)
                            .lanewise(VectorOperators.XOR, flip)
                            .reinterpretAsShorts()
                            .convertShape(VectorOperators.S2B, HALF_BYTES, 0)
                            .reinterpretShape(HALF_BYTES, 0))
                    .intoArray(out, to + o);
        }
    }
}
