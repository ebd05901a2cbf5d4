/** From encoded bytes to tensors, with Pillow's pixels: decoding, resampling, and the steps around them. */
package io.tarn.image;
