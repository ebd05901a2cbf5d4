package io.tarn.tensor;

import java.util.Locale;

/** An element type, named as numpy names it (and {@code bfloat16}, which numpy lacks). */
public enum DType {
    FLOAT32(4),
    FLOAT64(8),
    /** IEEE binary16, stored as its bits in a short. */
    FLOAT16(2),
    /** The upper half of a float32, stored as its bits in a short. */
    BFLOAT16(2),
    /** Stored in a byte; 200 is (byte) 200. */
    UINT8(1),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8);

    private final int bytes;
    private final String numpyName;

    DType(int bytes) {
        this.bytes = bytes;
        this.numpyName = name().toLowerCase(Locale.ROOT);
    }

    /** Bytes an element takes. */
    public int bytes() {
        return bytes;
    }

    public boolean isFloating() {
        return this == FLOAT32 || this == FLOAT64 || isHalf();
    }

    /** True for the two 16-bit floating types, which compute in float32 and round once. */
    public boolean isHalf() {
        return this == FLOAT16 || this == BFLOAT16;
    }

    /**
     * The type of that name.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static DType named(String numpyName) {
        for (DType each : values()) {
            if (each.numpyName.equals(numpyName)) {
                return each;
            }
        }
        throw new IllegalArgumentException("no such type: " + numpyName);
    }

    /** A Java array of this type's storage: float[], double[], byte[], short[], int[] or long[]. */
    public Object array(int length) {
        return switch (this) {
            case FLOAT32 -> new float[length];
            case FLOAT64 -> new double[length];
            case UINT8, INT8 -> new byte[length];
            case FLOAT16, BFLOAT16, INT16 -> new short[length];
            case INT32 -> new int[length];
            case INT64 -> new long[length];
        };
    }

    @Override
    public String toString() {
        return numpyName;
    }
}
