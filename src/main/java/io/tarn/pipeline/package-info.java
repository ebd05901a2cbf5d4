/** The whole product without Spark: encoded images in, pooled rows and failures out. */
package io.tarn.pipeline;
