package io.tarn.image;

import io.tarn.op.Operator;
import java.util.List;

/** What this package offers to job files. */
public final class Images {
    /** Every image step's definition, in the order in which people meet them. */
    public static final List<Operator> OPERATORS = List.of(
            Resize.OPERATOR,
            Grayscale.OPERATOR,
            ToTensor.OPERATOR,
            PilToTensor.OPERATOR,
            FeatureMaps.OPERATOR,
            Identity.OPERATOR,
            Roll.OPERATOR,
            Blend.OPERATOR);

    private Images() {}
}
