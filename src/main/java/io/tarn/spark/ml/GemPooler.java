package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code gem}: the generalised mean of each channel, (mean of max(x, eps)^p)^(1/p), [C, H, W] to [C, 1, 1]. Written
 * by {@code mvn test -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class GemPooler extends TensorTransformer<GemPooler> {
    private static final long serialVersionUID = 1;

    public GemPooler() {
        this(Identifiable$.MODULE$.randomUID("gemPooler"));
    }

    public GemPooler(String uid) {
        super(uid, "gem");
    }

    /**
     * 1 is the mean, large ones approach the maximum; not 0 (default 3).
     */
    public GemPooler setP(double value) {
        return with("p", value);
    }

    /**
     * What smaller elements count as, at least 0 (default 1e-6).
     */
    public GemPooler setEps(double value) {
        return with("eps", value);
    }

    public static MLReader<GemPooler> read() {
        return reader();
    }

    public static GemPooler load(String path) {
        return read().load(path);
    }
}
