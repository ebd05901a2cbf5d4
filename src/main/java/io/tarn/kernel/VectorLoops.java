package io.tarn.kernel;

/** The vector loops there are: null, or the exact loop itself, where there is none. */
@SuppressWarnings("unchecked") // the element says what array the exact loop is for
final class VectorLoops {
    private VectorLoops() {}

    static Kernel max(Element element, Window window, RowKernel<?> exact) {
        return switch (element) {
            case FLOAT32 -> VectorMax.of(window, (RowKernel<float[]>) exact);
            case UINT8, INT8 -> VectorMaxBytes.of(window, (RowKernel<byte[]>) exact, element);
            default -> null;
        };
    }

    static Kernel maxWithIndices(Element element, Window window, RowKernel<?> exact) {
        return element == Element.FLOAT32 ? VectorArgmax.of(window, (RowKernel<float[]>) exact) : null;
    }

    static Kernel average(Element element, Window window, Divisor divisor, RowKernel<?> exact) {
        return element == Element.FLOAT32
                ? VectorSums.of(window, (RowKernel<float[]>) exact, divisor, VectorSums.Result.AVERAGE, 1)
                : null;
    }

    static Kernel sum(Element element, Window window, RowKernel<?> exact) {
        return element == Element.FLOAT32
                ? VectorSums.of(window, (RowKernel<float[]>) exact, null, VectorSums.Result.SUM, 1)
                : null;
    }

    static Kernel norm(Window window, Divisor divisor, long factor, RowKernel<float[]> exact) {
        return VectorSums.of(window, exact, divisor, VectorSums.Result.NORM, factor);
    }

    static RegionKernel regionMax(Element element, RegionLoops<?> exact) {
        return element == Element.FLOAT32 ? new VectorRegionMax((RegionLoops<float[]>) exact) : exact;
    }

    static CascadeSum cascadeSum(Element element, CascadeSum exact) {
        return element == Element.FLOAT32 ? new VectorCascade(exact) : exact;
    }
}
