/**
 * Pooling loops on plain arrays, row-major with channels outermost. Geometry always has three spatial dimensions; 1-D
 * and 2-D have leading ones of size 1. {@link io.tarn.kernel.Pooling} chooses the loop; nothing here checks what its
 * caller has checked.
 */
package io.tarn.kernel;
