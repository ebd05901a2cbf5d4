/** The loops, on arrays. Callers check; kernels only assert. */
package io.tarn.kernel;
