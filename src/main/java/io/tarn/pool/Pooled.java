package io.tarn.pool;

import io.tarn.tensor.Tensor;

/**
 * What a pool gave.
 *
 * @param values the pooled tensor
 * @param indices int64, of the same shape, or null where none were asked for
 */
public record Pooled(Tensor values, Tensor indices) {}
