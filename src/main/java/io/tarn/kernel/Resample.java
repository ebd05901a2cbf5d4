package io.tarn.kernel;

/**
 * Pillow's resampling of 8-bit images (src/libImaging/Resample.c): the rows first, then the columns, each result
 * rounded and clipped to 8 bits. Keeps its buffers from image to image, for one thread.
 */
public abstract class Resample {
    Resample() {}

    /** Where an image's samples are. */
    public interface Samples {
        /** Copies so many of them, from that place on, to the start of an array. */
        void read(int from, byte[] target, int length);
    }

    /** The fastest that this JVM can run. */
    public static Resample create() {
        return Implementation.current().isVector() ? new ResampleVector() : new ResampleScalar();
    }

    /** The name of the implementation that such an image goes through, for the statistics. */
    public abstract String kernel(int height, int width, int outWidth);

    /**
     * Resamples {@code source}, [height, width, channels], into {@code target}.
     *
     * @param horizontal from width to the new width, or null to leave it
     * @param vertical from height to the new height, or null to leave it
     */
    public abstract void resize(
            Samples source,
            int height,
            int width,
            int channels,
            ResampleAxis horizontal,
            ResampleAxis vertical,
            byte[] target);
}
