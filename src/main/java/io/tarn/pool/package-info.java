/**
 * Every pooling operator: one record each, listed in {@link io.tarn.pool.Pools#OPERATORS}. Tensors are unbatched,
 * channels first: [C, L], [C, H, W] or [C, D, H, W].
 */
package io.tarn.pool;
