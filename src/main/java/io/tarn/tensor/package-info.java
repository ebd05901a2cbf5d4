/** Element types, shapes, tensors, and npy files. */
package io.tarn.tensor;
