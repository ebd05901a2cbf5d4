package io.tarn.image;

import io.tarn.op.Step;

/** What can be done with an image or a tensor before it is pooled. */
public sealed interface ImageStep extends Step
        permits Resize,
                CenterCrop,
                Crop,
                Pad,
                HorizontalFlip,
                VerticalFlip,
                ExifTranspose,
                AlphaComposite,
                Grayscale,
                ToTensor,
                PilToTensor,
                ToDType,
                Normalize,
                FeatureMaps,
                Identity,
                Roll,
                Blend,
                Png {}
