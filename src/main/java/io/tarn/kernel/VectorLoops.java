package io.tarn.kernel;

/** The vector loops there are: null, or the exact loop itself, where there is none. */
@SuppressWarnings("unchecked") // the element says what array the exact loop is for
final class VectorLoops {
    private VectorLoops() {}

    static Kernel max(Element element, Window window, RowKernel<?> exact) {
        return switch (element) {
            case FLOAT32 ->
                VectorSmallPlanes.fits(window)
                        ? VectorSmallPlanes.max(window, (RowKernel<float[]>) exact)
                        : VectorMax.of(window, (RowKernel<float[]>) exact);
            case UINT8, INT8 -> VectorMaxBytes.of(window, (RowKernel<byte[]>) exact, element);
            default -> null;
        };
    }

    static Kernel maxWithIndices(Element element, Window window, RowKernel<?> exact) {
        return element == Element.FLOAT32 ? VectorArgmax.of(window, (RowKernel<float[]>) exact) : null;
    }

    static Kernel average(Element element, Window window, Divisor divisor, RowKernel<?> exact) {
        if (element != Element.FLOAT32) {
            return null;
        }
        RowKernel<float[]> floats = (RowKernel<float[]>) exact;
        if (VectorFlatPlanes.fits(window)) {
            return VectorFlatPlanes.average(window, floats, divisor);
        }
        if (VectorSmallPlanes.fits(window)) {
            return VectorSmallPlanes.average(window, floats, divisor);
        }
        Kernel threes = VectorThrees.of(window, floats, divisor);
        return threes != null ? threes : VectorSums.of(window, floats, divisor, VectorSums.Result.AVERAGE, 1);
    }

    static Kernel sum(Element element, Window window, RowKernel<?> exact) {
        if (element != Element.FLOAT32) {
            return null;
        }
        RowKernel<float[]> floats = (RowKernel<float[]>) exact;
        if (VectorFlatPlanes.fits(window)) {
            return VectorFlatPlanes.sum(window, floats);
        }
        if (VectorSmallPlanes.fits(window)) {
            return VectorSmallPlanes.sum(window, floats);
        }
        Kernel threes = VectorThrees.of(window, floats, null);
        return threes != null ? threes : VectorSums.of(window, floats, null, VectorSums.Result.SUM, 1);
    }

    static Kernel norm(Window window, Divisor divisor, long factor, RowKernel<float[]> exact) {
        boolean flat = VectorFlatPlanes.fits(window);
        boolean narrow = window.width().out() <= Vectors.FLOATS.length() / 8;
        if (VectorNorms.fits(window, divisor) && !(flat && narrow)) {
            return new VectorNorms(window, exact, divisor, factor);
        }
        if (flat) {
            return VectorFlatPlanes.norm(window, exact, divisor, factor);
        }
        return VectorSmallPlanes.fits(window)
                ? VectorSmallPlanes.norm(window, exact, divisor, factor)
                : VectorSums.of(window, exact, divisor, VectorSums.Result.NORM, factor);
    }

    static RegionKernel regionMax(Element element, RegionLoops<?> exact) {
        return element == Element.FLOAT32 ? new VectorRegionMax((RegionLoops<float[]>) exact) : exact;
    }

    static CascadeSum cascadeSum(Element element, CascadeSum exact) {
        return element == Element.FLOAT32 ? new VectorCascade(exact) : exact;
    }
}
