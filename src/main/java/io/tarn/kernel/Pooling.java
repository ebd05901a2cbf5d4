package io.tarn.kernel;

/**
 * Where loops are chosen, one per geometry and element type, when a step is bound: vector loops where this JVM has them
 * (see {@link Implementation}) and they know the case, and otherwise the scalar ones, whose bits they give.
 */
public final class Pooling {
    private static final boolean VECTOR = Implementation.current().isVector();

    private Pooling() {}

    /** Maxima. */
    public static Kernel max(Element element, Window window) {
        RowKernel<?> exact = MaxRows.of(element, window);
        return known(exact, VECTOR ? VectorLoops.max(element, window, exact) : null);
    }

    /** Maxima with indices. */
    public static Kernel maxWithIndices(Element element, Window window) {
        RowKernel<?> exact = MaxRows.of(element, window);
        return known(exact, VECTOR ? VectorLoops.maxWithIndices(element, window, exact) : null);
    }

    /** Averages of float32, float64, int64 or uint8. */
    public static Kernel average(Element element, Window window, Divisor divisor) {
        RowKernel<?> exact = SumRows.of(element, window, divisor);
        return known(exact, VECTOR ? VectorLoops.average(element, window, divisor, exact) : null);
    }

    /** Sums of float32, float64, int64 or uint8. */
    public static Kernel sum(Element element, Window window) {
        RowKernel<?> exact = SumRows.of(element, window, null);
        return known(exact, VECTOR ? VectorLoops.sum(element, window, exact) : null);
    }

    /** 2-norms of float32 as LP pooling has them: the root of {@code factor} times the average of squares. */
    public static Kernel norm(Window window, Divisor divisor, long factor) {
        RowKernel<float[]> exact = new NormRows(window, divisor, factor);
        return known(exact, VECTOR ? VectorLoops.norm(window, divisor, factor, exact) : null);
    }

    /** Maxima over regions of float32 or float64. */
    public static RegionKernel regionMax(Element element) {
        RegionLoops<?> exact = RegionLoops.max(element);
        return VECTOR ? VectorLoops.regionMax(element, exact) : exact;
    }

    /** Averages over regions of float32 or float64. */
    public static RegionKernel regionAverage(Element element) {
        return RegionAverages.of(element);
    }

    /** Means and sums of whole channels of float32 or float64. */
    public static CascadeSum cascadeSum(Element element) {
        CascadeSum exact = CascadeSum.of(element);
        return VECTOR ? VectorLoops.cascadeSum(element, exact) : exact;
    }

    /** The parts of LP pooling of float32 or float64. */
    public static Powers powers(Element element) {
        return Powers.of(element);
    }

    private static Kernel known(Kernel exact, Kernel vector) {
        return vector == null ? exact : vector;
    }
}
