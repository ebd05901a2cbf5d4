package io.tarn.kernel;

/** What an array's elements mean to a loop; a byte[] may hold either kind of byte. */
public enum Element {
    FLOAT32,
    FLOAT64,
    UINT8,
    INT8,
    INT16,
    INT32,
    INT64
}
