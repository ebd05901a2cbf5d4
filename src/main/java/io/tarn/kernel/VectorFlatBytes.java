package io.tarn.kernel;

import static io.tarn.kernel.Vectors.BYTES;
import static io.tarn.kernel.Vectors.BYTE_TYPE;

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
            flip(in, c * window.inPlane(), flip, elements, some * window.inPlane());
            System.arraycopy(elements, 0, maxima, 0, maxima.length);
            for (int tap = 1; tap < offsets.length; tap++) {
                max(elements, offsets[tap], maxima);
            }
            pick(maxima, picks, flip, out, c * window.outPlane(), some * window.outPlane());
        }
    }

    private static void flip(byte[] in, int from, byte flip, byte[] elements, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            ByteVector flipped = ByteVector.fromArray(BYTES, in, from + i).lanewise(VectorOperators.XOR, flip);
            BYTE_TYPE.cast(flipped).intoArray(elements, i);
        }
        for (; i < count; i++) {
            elements[i] = (byte) (in[from + i] ^ flip);
        }
    }

    /** Takes in a tap: the maxima of the windows at every position. */
    private static void max(byte[] elements, int tap, byte[] maxima) {
        for (int i = 0; i < maxima.length; i += LANES) {
            ByteVector max = ByteVector.fromArray(BYTES, elements, tap + i).max(ByteVector.fromArray(BYTES, maxima, i));
            BYTE_TYPE.cast(max).intoArray(maxima, i);
        }
    }

    private static void pick(byte[] from, int[] picks, byte flip, byte[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] = (byte) (from[picks[i]] ^ flip);
        }
    }

    @Override
    public String name() {
        return Implementation.current().name();
    }
}
