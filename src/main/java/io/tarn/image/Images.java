package io.tarn.image;

import io.tarn.op.Operator;
import java.util.List;

/** What this package offers to job files. */
public final class Images {
    /** Every image step's definition, in the order in which people meet them. */
    public static final List<Operator> OPERATORS = List.of(
            Resize.OPERATOR,
            CenterCrop.OPERATOR,
            Crop.OPERATOR,
            Pad.OPERATOR,
            HorizontalFlip.OPERATOR,
            VerticalFlip.OPERATOR,
            ExifTranspose.OPERATOR,
            AlphaComposite.OPERATOR,
            Grayscale.OPERATOR,
            ToTensor.OPERATOR,
            PilToTensor.OPERATOR,
            ToDType.OPERATOR,
            Normalize.OPERATOR,
            FeatureMaps.OPERATOR,
            Identity.OPERATOR,
            Roll.OPERATOR,
            Blend.OPERATOR,
            Png.OPERATOR);

    private Images() {}
}
