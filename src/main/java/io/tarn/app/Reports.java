package io.tarn.app;

import io.tarn.spark.OutputFolder;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Makes the report of a run from what the run stored. */
final class Reports {
    private Reports() {}

    static void write(OutputFolder folder, Configuration conf) throws IOException {
    }
}
