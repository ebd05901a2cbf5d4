/** tarn's operators as functions of Spark SQL. */
package io.tarn.spark.sql;
