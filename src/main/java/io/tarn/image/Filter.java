package io.tarn.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Pillow's resampling filters (src/libImaging/Resample.c). */
public enum Filter {
    NEAREST(0),
    BOX(0.5),
    BILINEAR(1),
    HAMMING(1),
    BICUBIC(2),
    LANCZOS(3);

    private final double support;

    Filter(double support) {
        this.support = support;
    }

    /** Their names in job files. */
    static List<String> names() {
        return Arrays.stream(values()).map(Filter::toString).toList();
    }

    static Filter named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Half the width of the filter, in input pixels where nothing is scaled. */
    double support() {
        return support;
    }

    double weight(double x) {
        return switch (this) {
            case NEAREST -> throw new IllegalStateException("nearest has no weights");
            case BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
            case BILINEAR -> Math.max(0, 1 - Math.abs(x));
            case HAMMING -> hamming(Math.abs(x));
            case BICUBIC -> bicubic(Math.abs(x));
            case LANCZOS -> x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        };
    }

    /** The two constants are float literals in Pillow. */
    private static double hamming(double x) {
        if (x == 0) {
            return 1;
        }
        return x >= 1 ? 0 : sinc(x) * (0.54f + 0.46f * StrictMath.cos(x * Math.PI));
    }

    private static double bicubic(double x) {
        double a = -0.5;
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : StrictMath.sin(x * Math.PI) / (x * Math.PI);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
