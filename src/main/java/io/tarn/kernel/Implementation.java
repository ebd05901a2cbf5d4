package io.tarn.kernel;

import java.lang.System.Logger.Level;
import java.util.Locale;

/**
 * Which loops this JVM runs, chosen once: those on the Vector API where the module {@code jdk.incubator.vector} is
 * there and vectors have 16 bytes or more, the scalar ones otherwise. The system property {@value #PROPERTY},
 * {@code scalar} or {@code vector}, forces either. Geometries and types that the vector loops do not know stay scalar.
 */
public final class Implementation {
    /** The system property. */
    public static final String PROPERTY = "tarn.kernel";

    static final String SCALAR = "scalar";
    private static final String MODULE = "jdk.incubator.vector";
    private static final Implementation CURRENT = choose(System.getProperty(PROPERTY, ""));

    private final String name;
    private final String reason;

    private Implementation(String name, String reason) {
        this.name = name;
        this.reason = reason;
    }

    public static Implementation current() {
        return CURRENT;
    }

    /** {@code scalar}, or {@code vector} and the bits of a vector. */
    public String name() {
        return name;
    }

    /** Why that one, in words. */
    public String reason() {
        return reason;
    }

    boolean isVector() {
        return !name.equals(SCALAR);
    }

    private static Implementation choose(String wanted) {
        Implementation chosen =
                switch (wanted.toLowerCase(Locale.ROOT)) {
                    case "" -> fitting();
                    case SCALAR -> new Implementation(SCALAR, PROPERTY + "=scalar");
                    case "vector" -> forced();
                    default ->
                        throw new IllegalArgumentException(PROPERTY + " must be scalar or vector, not " + wanted);
                };
        System.getLogger(Implementation.class.getName())
                .log(Level.INFO, "pooling kernels: {0} ({1})", chosen.name, chosen.reason);
        return chosen;
    }

    private static Implementation fitting() {
        if (!isModuleThere()) {
            return new Implementation(
                    SCALAR,
                    "no module " + MODULE + "; --add-modules=" + MODULE + " makes pooling several times faster");
        }
        if (System.getProperty("java.vm.info", "").contains("interpreted")) {
            return new Implementation(SCALAR, "vectors need the JIT compiler, and this JVM runs without");
        }
        int bits = Vectors.BITS;
        if (bits < 128) {
            return new Implementation(SCALAR, "vectors of " + bits + " bits are too short");
        }
        return new Implementation("vector" + bits, "vectors of " + bits + " bits");
    }

    private static Implementation forced() {
        if (!isModuleThere()) {
            throw new IllegalStateException(PROPERTY + "=vector needs --add-modules=" + MODULE);
        }
        return new Implementation("vector" + Vectors.BITS, PROPERTY + "=vector");
    }

    private static boolean isModuleThere() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }
}
