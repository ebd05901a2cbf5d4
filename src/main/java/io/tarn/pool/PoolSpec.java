package io.tarn.pool;

import io.tarn.op.Step;

/** A pooling operator and its arguments: what {@link Pools} lists, one record each. */
public sealed interface PoolSpec extends Step
        permits MaxPool,
                MinPool,
                AvgPool,
                SumPool,
                LpPool,
                AdaptiveMaxPool,
                AdaptiveAvgPool,
                GlobalMaxPool,
                GlobalAvgPool,
                GlobalLpPool,
                MaxUnpool,
                FractionalMaxPool,
                Gem,
                Rmac,
                SpatialPyramidPool,
                BlurPool,
                MedianPool,
                RoiMaxPool,
                RoiAlign {}
