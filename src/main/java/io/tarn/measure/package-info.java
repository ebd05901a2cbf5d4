/** Measurements: meters while a task runs, mergeable values when it ends, flat rows in the tables. */
package io.tarn.measure;
