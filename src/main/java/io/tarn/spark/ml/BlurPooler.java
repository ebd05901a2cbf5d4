package io.tarn.spark.ml;

import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * {@code blur_pool}: anti-aliased down-sampling: every stride-th element after a binomial blur. Written by {@code mvn
 * test -Dtest=TransformerSourcesTest -Dtarn.docs=write}.
 */
public final class BlurPooler extends TensorTransformer<BlurPooler> {
    private static final long serialVersionUID = 1;

    public BlurPooler() {
        this(Identifiable$.MODULE$.randomUID("blurPooler"));
    }

    public BlurPooler(String uid) {
        super(uid, "blur_pool");
    }

    /**
     * Taps in both dimensions (default 4).
     */
    public BlurPooler setFiltSize(int value) {
        return with("filtSize", value);
    }

    /**
     * From one output to the next (default 2).
     */
    public BlurPooler setStride(int... value) {
        return with("stride", value);
    }

    public static MLReader<BlurPooler> read() {
        return reader();
    }

    public static BlurPooler load(String path) {
        return read().load(path);
    }
}
