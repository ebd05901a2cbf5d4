package io.tarn.kernel;

/** Maxima and averages over regions, output by output, taps in row-major order; the rules are those of the rows. */
abstract class RegionLoops<A> implements RegionKernel {
    private final Class<A> array;

    private RegionLoops(Class<A> array) {
        this.array = array;
    }

    static RegionLoops<?> max(Element element) {
        return switch (element) {
            case FLOAT32 -> new MaxFloats();
            case FLOAT64 -> new MaxDoubles();
            default -> throw new IllegalArgumentException("no regions of " + element);
        };
    }

    /** The sum divided by the region's depth, then height, then width. */
    static RegionLoops<?> average(Element element) {
        return switch (element) {
            case FLOAT32 -> new AverageFloats();
            case FLOAT64 -> new AverageDoubles();
            default -> throw new IllegalArgumentException("no regions of " + element);
        };
    }

    /** Pools region (d, h, w) into {@code out[o]}. */
    abstract void cell(A in, int plane, Regions regions, int d, int h, int w, A out, int o, long[] indices);

    @Override
    public final void run(Object input, int plane, Regions regions, Object output, int to, long[] indices) {
        A in = array.cast(input);
        A out = array.cast(output);
        int o = to;
        for (int d = 0; d < regions.depth().out(); d++) {
            for (int h = 0; h < regions.height().out(); h++) {
                for (int w = 0; w < regions.width().out(); w++) {
                    cell(in, plane, regions, d, h, w, out, o++, indices);
                }
            }
        }
    }

    @Override
    public final String name() {
        return "scalar";
    }

    private static final class MaxFloats extends RegionLoops<float[]> {
        MaxFloats() {
            super(float[].class);
        }

        @Override
        void cell(float[] in, int plane, Regions regions, int d, int h, int w, float[] out, int o, long[] indices) {
            Span depth = regions.depth();
            Span height = regions.height();
            Span width = regions.width();
            float best = Float.NEGATIVE_INFINITY;
            int position = (depth.start(d) * height.in() + height.start(h)) * width.in() + width.start(w);
            for (int i = depth.start(d); i < depth.end(d); i++) {
                for (int j = height.start(h); j < height.end(h); j++) {
                    int line = plane + (i * height.in() + j) * width.in();
                    for (int p = line + width.start(w); p < line + width.end(w); p++) {
                        float v = in[p];
                        if (v > best || Float.isNaN(v)) {
                            best = v;
                            position = p - plane;
                        }
                    }
                }
            }
            out[o] = best;
            if (indices != null) {
                indices[o] = position;
            }
        }
    }

    private static final class MaxDoubles extends RegionLoops<double[]> {
        MaxDoubles() {
            super(double[].class);
        }

        @Override
        void cell(double[] in, int plane, Regions regions, int d, int h, int w, double[] out, int o, long[] indices) {
            Span depth = regions.depth();
            Span height = regions.height();
            Span width = regions.width();
            double best = Double.NEGATIVE_INFINITY;
            int position = (depth.start(d) * height.in() + height.start(h)) * width.in() + width.start(w);
            for (int i = depth.start(d); i < depth.end(d); i++) {
                for (int j = height.start(h); j < height.end(h); j++) {
                    int line = plane + (i * height.in() + j) * width.in();
                    for (int p = line + width.start(w); p < line + width.end(w); p++) {
                        double v = in[p];
                        if (v > best || Double.isNaN(v)) {
                            best = v;
                            position = p - plane;
                        }
                    }
                }
            }
            out[o] = best;
            if (indices != null) {
                indices[o] = position;
            }
        }
    }

    private static final class AverageFloats extends RegionLoops<float[]> {
        AverageFloats() {
            super(float[].class);
        }

        @Override
        void cell(float[] in, int plane, Regions regions, int d, int h, int w, float[] out, int o, long[] indices) {
            Span depth = regions.depth();
            Span height = regions.height();
            Span width = regions.width();
            float sum = 0;
            for (int i = depth.start(d); i < depth.end(d); i++) {
                for (int j = height.start(h); j < height.end(h); j++) {
                    int line = plane + (i * height.in() + j) * width.in();
                    for (int p = line + width.start(w); p < line + width.end(w); p++) {
                        if (!Float.isNaN(sum)) {
                            sum += in[p];
                        }
                    }
                }
            }
            float perDepth = sum / (depth.end(d) - depth.start(d));
            out[o] = perDepth / (height.end(h) - height.start(h)) / (width.end(w) - width.start(w));
        }
    }

    private static final class AverageDoubles extends RegionLoops<double[]> {
        AverageDoubles() {
            super(double[].class);
        }

        @Override
        void cell(double[] in, int plane, Regions regions, int d, int h, int w, double[] out, int o, long[] indices) {
            Span depth = regions.depth();
            Span height = regions.height();
            Span width = regions.width();
            double sum = 0;
            for (int i = depth.start(d); i < depth.end(d); i++) {
                for (int j = height.start(h); j < height.end(h); j++) {
                    int line = plane + (i * height.in() + j) * width.in();
                    for (int p = line + width.start(w); p < line + width.end(w); p++) {
                        if (!Double.isNaN(sum)) {
                            sum += in[p];
                        }
                    }
                }
            }
            double perDepth = sum / (depth.end(d) - depth.start(d));
            out[o] = perDepth / (height.end(h) - height.start(h)) / (width.end(w) - width.start(w));
        }
    }
}
