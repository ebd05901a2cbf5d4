/** tarn's operators as stages of Spark ML's pipelines. */
package io.tarn.spark.ml;
