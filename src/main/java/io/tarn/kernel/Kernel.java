package io.tarn.kernel;

/** A loop over one geometry and element type, with its scratch. Used by one thread; allocates nothing when it runs. */
public interface Kernel {
    /**
     * Pools every channel.
     *
     * @param in an array of the element's storage, at least as long as the input
     * @param out another, at least as long as the output
     * @param indices receives, where it is not null and the pool has some, each output's flat position in its channel
     */
    void run(Object in, Object out, long[] indices);

    /** The implementation: {@code scalar}, {@code vector512}, ... */
    String name();
}
