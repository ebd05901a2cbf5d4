package io.tarn.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them. */
public final class Units {
    private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Units() {}

    /** Three digits: 0.123, 12.3, 1230000, 1.23E+9. */
    public static String number(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
        double magnitude = Math.abs(value);
        boolean plain = magnitude == 0 || magnitude >= 1e-4 && magnitude < 1e7;
        return (plain ? rounded.toPlainString() : rounded.toString()).replace('-', '−');
    }

    /** A count with its thousands apart: 1,234,567. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** As {@code 12.3 MB}, of 1000 bytes a kB. */
    public static String bytes(double bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < BYTES.length - 1) {
            value /= 1000;
            unit++;
        }
        return number(value) + " " + BYTES[unit];
    }

    /** As {@code 850 µs}, {@code 12.3 s}, {@code 4 min 5 s}, {@code 3 h 12 min}. */
    public static String nanos(double nanos) {
        if (nanos < 999.5) {
            return number(nanos) + " ns";
        }
        if (nanos < 999.5e3) {
            return number(nanos / 1e3) + " µs";
        }
        if (nanos < 999.5e6) {
            return number(nanos / 1e6) + " ms";
        }
        long seconds = Math.round(nanos / 1e9);
        if (seconds < 100) {
            return number(nanos / 1e9) + " s";
        }
        long minutes = seconds / 60;
        return minutes < 60 ? minutes + " min " + seconds % 60 + " s" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    public static String millis(double millis) {
        return nanos(millis * 1e6);
    }

    /** A share between 0 and 1 as {@code 12.3 %}. */
    public static String percent(double share) {
        return number(Math.round(share * 1000) / 10.0) + " %";
    }
}
