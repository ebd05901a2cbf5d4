/**
 * The loops, on plain arrays, row-major. Callers check; kernels only assert. Where pooling loops have geometry it is
 * three-dimensional, channels outermost, 1-D and 2-D with leading sizes of 1; {@link io.tarn.kernel.Pooling} chooses
 * the loop.
 */
package io.tarn.kernel;
