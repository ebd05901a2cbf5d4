package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code global_lp_pool}: the p-norm of each channel. Written by {@code mvn test -Dtest=TransformerSourcesTest
 * -Dtarn.docs=write}.
 */
public final class GlobalLpPooler extends TensorTransformer<GlobalLpPooler> {
    private static final long serialVersionUID = 1;

    public GlobalLpPooler() {
        this(Identifiable$.MODULE$.randomUID("globalLpPooler"));
    }

    public GlobalLpPooler(String uid) {
        super(uid, "global_lp_pool");
    }

    /**
     * P, not 0.inf for the largest |x| (default 2).
     */
    public GlobalLpPooler setNormType(double value) {
        return with("normType", value);
    }

    public static MLReader<GlobalLpPooler> read() {
        return reader();
    }

    public static GlobalLpPooler load(String path) {
        return read().load(path);
    }
}
