/** A job file, checked: everything that can be decided from it alone is decided here. */
package io.tarn.plan;
