package io.tarn.kernel;

import java.util.Arrays;

/** Unpooling: puts values back where they came from, in an output of zeros. Later ones overwrite earlier ones. */
public final class Scatter {
    private Scatter() {}

    /**
     * Scatters every channel.
     *
     * @param in float[], double[] or short[] (half types: zero is all zero bits)
     * @param inPlane elements of one channel's input
     * @param indices flat positions in a channel's output, one per input
     * @param out the same storage
     * @param outPlane elements of one channel's output
     * @return the first input whose index is outside the output, or -1 if all were put back
     */
    public static int run(Object in, int inPlane, long[] indices, Object out, int outPlane, int channels) {
        for (int i = 0; i < channels * inPlane; i++) {
            if (indices[i] < 0 || indices[i] >= outPlane) {
                return i;
            }
        }
        if (in instanceof float[] from) {
            scatter(from, inPlane, indices, (float[]) out, outPlane, channels);
        } else if (in instanceof double[] from) {
            scatter(from, inPlane, indices, (double[]) out, outPlane, channels);
        } else {
            scatter((short[]) in, inPlane, indices, (short[]) out, outPlane, channels);
        }
        return -1;
    }

    private static void scatter(float[] in, int inPlane, long[] indices, float[] out, int outPlane, int channels) {
        Arrays.fill(out, 0, channels * outPlane, 0f);
        for (int c = 0, i = 0; c < channels; c++) {
            for (int end = i + inPlane; i < end; i++) {
                out[c * outPlane + (int) indices[i]] = in[i];
            }
        }
    }

    private static void scatter(double[] in, int inPlane, long[] indices, double[] out, int outPlane, int channels) {
        Arrays.fill(out, 0, channels * outPlane, 0d);
        for (int c = 0, i = 0; c < channels; c++) {
            for (int end = i + inPlane; i < end; i++) {
                out[c * outPlane + (int) indices[i]] = in[i];
            }
        }
    }

    private static void scatter(short[] in, int inPlane, long[] indices, short[] out, int outPlane, int channels) {
        Arrays.fill(out, 0, channels * outPlane, (short) 0);
        for (int c = 0, i = 0; c < channels; c++) {
            for (int end = i + inPlane; i < end; i++) {
                out[c * outPlane + (int) indices[i]] = in[i];
            }
        }
    }
}
