package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code global_max_pool}: the largest element of each channel. Written by {@code mvn test
 * -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class GlobalMaxPooler extends TensorTransformer<GlobalMaxPooler> {
    private static final long serialVersionUID = 1;

    public GlobalMaxPooler() {
        this(Identifiable$.MODULE$.randomUID("globalMaxPooler"));
    }

    public GlobalMaxPooler(String uid) {
        super(uid, "global_max_pool");
    }

    public static MLReader<GlobalMaxPooler> read() {
        return reader();
    }

    public static GlobalMaxPooler load(String path) {
        return read().load(path);
    }
}
