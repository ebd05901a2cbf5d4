/** Where images come from: what lies on a Hadoop file system, cut into groups, and read item by item. */
package io.tarn.spark.source;
