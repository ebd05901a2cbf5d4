package io.tarn.spark.sql;

import io.tarn.image.DecodeOptions;
import io.tarn.op.Step;
import java.io.Serializable;

/**
 * What one function does in a chain of them.
 *
 * @param function its name without try_
 * @param isTry whether a bad image makes null of it
 * @param decode how bytes are decoded, or null for a step
 * @param step what is done, or null for decoding
 * @param column which of the chain's values holds the boxes, or -1
 */
record Part(String function, boolean isTry, DecodeOptions decode, Step step, int column) implements Serializable {
    Part withColumn(int other) {
        return new Part(function, isTry, decode, step, other);
    }
}
