package io.tarn.image;

import io.tarn.op.Step;

/** What can be done with an image or a tensor before it is pooled. */
public sealed interface ImageStep extends Step
        permits Resize, Grayscale, ToTensor, PilToTensor, FeatureMaps, Identity, Roll, Blend {}
