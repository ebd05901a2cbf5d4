package io.tarn.app;

import org.apache.spark.deploy.SparkSubmit;

/** spark-submit in this very JVM, which it ends; of options that it refuses one line is told. */
public final class EmbeddedSpark {
    private EmbeddedSpark() {}

    public static void main(String[] args) {
        try {
            SparkSubmit.main(args);
        } catch (Exception refused) { // SparkException among them, which Scala does not declare
            System.err.println("tarn: Spark refuses what stands behind --: " + refused.getMessage());
            System.exit(Main.WRONG_JOB);
        }
    }
}
