/** Spark and Hadoop: listing, partitioning, the task, the committed output, what the listener saw. */
package io.tarn.spark;
