package io.tarn.kernel;

/** The element by element parts of LP pooling, each rounded to the element type. */
public abstract class Powers {
    private Powers() {}

    static Powers of(Element element) {
        return switch (element) {
            case FLOAT32 -> new Floats();
            case FLOAT64 -> new Doubles();
            default -> throw new IllegalArgumentException("no powers of " + element);
        };
    }

    /** {@code out = |in|}. */
    public abstract void magnitudes(Object in, Object out, int count);

    /** {@code out = in^p}, by the products and roots that PyTorch has for some p; the arrays may be the same. */
    public abstract void raise(Object in, Object out, int count, double p);

    /** Multiplies {@code values} by {@code factors}, one by one, in place. */
    public abstract void multiply(Object factors, Object values, int count);

    /** Multiplies in place. */
    public abstract void scale(Object values, int count, long factor);

    /** {@code out = in^p}, whatever p; the arrays may be the same. */
    public abstract void pow(Object in, Object out, int count, double p);

    /** As PyTorch's, a square root is one: NaN for -inf, of which pow gives +inf. */
    private static double power(double x, double p) {
        return p == 0.5 ? Math.sqrt(x) : p == -0.5 ? 1 / Math.sqrt(x) : Math.pow(x, p);
    }

    private static final class Floats extends Powers {
        @Override
        public void magnitudes(Object input, Object output, int count) {
            float[] in = (float[]) input;
            float[] out = (float[]) output;
            for (int i = 0; i < count; i++) {
                out[i] = Math.abs(in[i]);
            }
        }

        @Override
        public void raise(Object input, Object output, int count, double p) {
            float[] in = (float[]) input;
            float[] out = (float[]) output;
            for (int i = 0; i < count; i++) {
                float x = in[i];
                out[i] = p == 1 ? x : p == 2 ? x * x : p == 3 ? x * x * x : p == -2 ? 1 / (x * x) : (float) power(x, p);
            }
        }

        @Override
        public void multiply(Object factors, Object values, int count) {
            float[] by = (float[]) factors;
            float[] x = (float[]) values;
            for (int i = 0; i < count; i++) {
                x[i] *= by[i];
            }
        }

        @Override
        public void scale(Object values, int count, long factor) {
            float[] x = (float[]) values;
            for (int i = 0; i < count; i++) {
                x[i] *= factor;
            }
        }

        @Override
        public void pow(Object input, Object output, int count, double p) {
            float[] in = (float[]) input;
            float[] out = (float[]) output;
            for (int i = 0; i < count; i++) {
                out[i] = (float) Math.pow(in[i], p);
            }
        }
    }

    private static final class Doubles extends Powers {
        @Override
        public void magnitudes(Object input, Object output, int count) {
            double[] in = (double[]) input;
            double[] out = (double[]) output;
            for (int i = 0; i < count; i++) {
                out[i] = Math.abs(in[i]);
            }
        }

        @Override
        public void raise(Object input, Object output, int count, double p) {
            double[] in = (double[]) input;
            double[] out = (double[]) output;
            for (int i = 0; i < count; i++) {
                double x = in[i];
                out[i] = p == 1 ? x : p == 2 ? x * x : p == 3 ? x * x * x : p == -2 ? 1 / (x * x) : power(x, p);
            }
        }

        @Override
        public void multiply(Object factors, Object values, int count) {
            double[] by = (double[]) factors;
            double[] x = (double[]) values;
            for (int i = 0; i < count; i++) {
                x[i] *= by[i];
            }
        }

        @Override
        public void scale(Object values, int count, long factor) {
            double[] x = (double[]) values;
            for (int i = 0; i < count; i++) {
                x[i] *= factor;
            }
        }

        @Override
        public void pow(Object input, Object output, int count, double p) {
            double[] in = (double[]) input;
            double[] out = (double[]) output;
            for (int i = 0; i < count; i++) {
                out[i] = Math.pow(in[i], p);
            }
        }
    }
}
