package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code global_avg_pool}: the mean of each channel. Written by {@code mvn test -Dtest=TransformerSourcesTest
 * -Dtarn.docs=write}.
 */
public final class GlobalAvgPooler extends TensorTransformer<GlobalAvgPooler> {
    private static final long serialVersionUID = 1;

    public GlobalAvgPooler() {
        this(Identifiable$.MODULE$.randomUID("globalAvgPooler"));
    }

    public GlobalAvgPooler(String uid) {
        super(uid, "global_avg_pool");
    }

    public static MLReader<GlobalAvgPooler> read() {
        return reader();
    }

    public static GlobalAvgPooler load(String path) {
        return read().load(path);
    }
}
