package io.tarn.kernel;

/** Pools the regions of one channel. */
public interface RegionKernel {
    /**
     * @param in an array of the element's storage
     * @param plane where the channel's input starts
     * @param out another
     * @param to where the channel's output starts, there and in {@code indices}
     * @param indices receives, where it is not null and the pool has some, each output's flat position in its channel
     */
    void run(Object in, int plane, Regions regions, Object out, int to, long[] indices);

    /** The implementation: {@code scalar}, {@code vector512}, ... */
    String name();
}
