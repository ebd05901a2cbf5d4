package io.tarn.kernel;

/** The generalised mean of whole channels of float32 or float64, in double from the first power to the last root. */
public final class PowerMean {
    private final int plane;
    private final double exponent;
    private final double least;
    private final double[] values;

    /**
     * @param plane elements of a channel
     * @param exponent p
     * @param least what smaller elements count as
     */
    public PowerMean(int plane, double exponent, double least) {
        this.plane = plane;
        this.exponent = exponent;
        this.least = least;
        this.values = new double[plane];
    }

    /** One mean for each channel; NaN where the channel has one. */
    public void run(Object in, int channels, Object out) {
        double[] means = new double[1];
        for (int c = 0; c < channels; c++) {
            Doubles.read(in, c * plane, values, plane);
            means[0] = Math.pow(sumOfPowers() / plane, 1 / exponent);
            Doubles.write(means, out, c, 1);
        }
    }

    private double sumOfPowers() {
        double sum = 0;
        if (exponent == 3) {
            for (double value : values) {
                double x = value < least ? least : value;
                sum += x * x * x;
            }
        } else {
            for (double value : values) {
                sum += Math.pow(value < least ? least : value, exponent);
            }
        }
        return sum;
    }
}
