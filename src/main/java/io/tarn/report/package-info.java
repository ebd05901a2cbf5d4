/** What a run did, drawn: the figure of maps as a PNG, and the report as one HTML file. */
package io.tarn.report;
