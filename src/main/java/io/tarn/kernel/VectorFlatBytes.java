package io.tarn.kernel;

import static io.tarn.kernel.Vectors.BYTES;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;

/** Maxima of uint8 or int8 without padding over planes of short rows, as {@link VectorFlatPlanes} has them. */
final class VectorFlatBytes implements Kernel {
    private static final int LANES = BYTES.length();

    /** Elements taken together, few enough to stay in the first level cache. */
    private static final int BLOCK = 8192;

    private final Window window;
    private final byte flip;
    private final int[] offsets;
    private final int[] picks;
    private final int channels;
    private final byte[] elements;
    private final byte[] maxima;

    /** {@code flip} makes signed bytes in the same order. */
    VectorFlatBytes(Window window, byte flip) {
        this.window = window;
        this.flip = flip;
        offsets = window.offsets();
        channels = Math.max(1, BLOCK / window.inPlane());
        picks = window.starts(channels);
        maxima = new byte[Vectors.whole(channels * window.inPlane(), LANES)];
        elements = new byte[maxima.length + offsets[offsets.length - 1]];
    }

    static boolean fits(Window window) {
        return window.width().in() <= LANES / 2
                && window.inPlane() <= BLOCK
                && window.channels() > 1
                && window.isInside();
    }

    @Override
    public void run(Object input, Object output, long[] indices) {
        byte[] in = (byte[]) input;
        byte[] out = (byte[]) output;
        for (int c = 0; c < window.channels(); c += channels) {
            int some = Math.min(channels, window.channels() - c);
            int from = c * window.inPlane();
            if (from + elements.length <= in.length) {
                max(in, from, some * window.inPlane());
            } else {
                System.arraycopy(in, from, elements, 0, Math.min(elements.length, in.length - from));
                max(elements, 0, some * window.inPlane());
            }
            pick(maxima, picks, out, c * window.outPlane(), some * window.outPlane());
        }
    }

    /** Maxima of the windows that start at {@code count} positions from {@code in[from]} on. */
    private void max(byte[] in, int from, int count) {
        int last = offsets.length - 1;
        maxOfTwo(in, from + offsets[0], from + offsets[last], flip, maxima, count);
        for (int tap = 1; tap < last; tap += 2) {
            max(in, from + offsets[tap], from + offsets[Math.min(tap + 1, last)], flip, maxima, count);
        }
        flip(maxima, flip, count);
    }

    private static void maxOfTwo(byte[] in, int a, int b, byte flip, byte[] maxima, int count) {
        for (int i = 0; i < count; i += LANES) {
            ByteVector max = ByteVector.fromArray(BYTES, in, a + i)
                    .lanewise(VectorOperators.XOR, flip)
                    .max(ByteVector.fromArray(BYTES, in, b + i).lanewise(VectorOperators.XOR, flip));
            ((ByteVector) max.reinterpretShape(BYTES, 0)).intoArray(maxima, i);
        }
    }

    private static void max(byte[] in, int a, int b, byte flip, byte[] maxima, int count) {
        for (int i = 0; i < count; i += LANES) {
            ByteVector max = ByteVector.fromArray(BYTES, in, a + i)
                    .lanewise(VectorOperators.XOR, flip)
                    .max(ByteVector.fromArray(BYTES, in, b + i).lanewise(VectorOperators.XOR, flip))
                    .max(ByteVector.fromArray(BYTES, maxima, i));
            ((ByteVector) max.reinterpretShape(BYTES, 0)).intoArray(maxima, i);
        }
    }

    private static void flip(byte[] maxima, byte flip, int count) {
        for (int i = 0; i < count; i += LANES) {
            ByteVector flipped = ByteVector.fromArray(BYTES, maxima, i).lanewise(VectorOperators.XOR, flip);
            ((ByteVector) flipped.reinterpretShape(BYTES, 0)).intoArray(maxima, i);
        }
    }

    private static void pick(byte[] from, int[] picks, byte[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] = from[picks[i]];
        }
    }

    @Override
    public String name() {
        return Implementation.current().name();
    }
}
