package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code rmac}: the l2-normalised sum of the l2-normalised maxima of square regions, [C, H, W] to [C]. Written by
 * {@code mvn test -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class RmacPooler extends TensorTransformer<RmacPooler> {
    private static final long serialVersionUID = 1;

    public RmacPooler() {
        this(Identifiable$.MODULE$.randomUID("rmacPooler"));
    }

    public RmacPooler(String uid) {
        super(uid, "rmac");
    }

    /**
     * Sizes of regions, the largest as large as fits (default 3).
     */
    public RmacPooler setLevels(int value) {
        return with("levels", value);
    }

    public static MLReader<RmacPooler> read() {
        return reader();
    }

    public static RmacPooler load(String path) {
        return read().load(path);
    }
}
