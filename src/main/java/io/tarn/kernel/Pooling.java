package io.tarn.kernel;

/**
 * Where loops are chosen: one per geometry and element type, when a step is bound. All are scalar so far; a faster one
 * for a case it knows is returned from here instead, and has to give the same bits.
 */
public final class Pooling {
    private Pooling() {}

    /** Maxima, with indices where the run is given an array for them. */
    public static Kernel max(Element element, Window window) {
        return MaxRows.of(element, window);
    }

    /** Averages of float32, float64, int64 or uint8. */
    public static Kernel average(Element element, Window window, Divisor divisor) {
        return SumRows.of(element, window, divisor);
    }

    /** Sums of float32, float64, int64 or uint8. */
    public static Kernel sum(Element element, Window window) {
        return SumRows.of(element, window, null);
    }

    /** Maxima over regions of float32 or float64. */
    public static RegionKernel regionMax(Element element) {
        return RegionLoops.max(element);
    }

    /** Averages over regions of float32 or float64. */
    public static RegionKernel regionAverage(Element element) {
        return RegionLoops.average(element);
    }

    /** Means and sums of whole channels of float32 or float64. */
    public static CascadeSum cascadeSum(Element element) {
        return CascadeSum.of(element);
    }

    /** The parts of LP pooling of float32 or float64. */
    public static Powers powers(Element element) {
        return Powers.of(element);
    }
}
