/** The command line. */
package io.tarn.app;
