package io.tarn.pool;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.util.Random;

/** Tensors of normally distributed elements. */
final class Randoms {
    private Randoms() {}

    static Tensor tensor(long seed, DType dtype, int... sizes) {
        Random random = new Random(seed);
        Tensor tensor = Tensor.zeros(dtype, Shape.of(sizes));
        for (int i = 0; i < tensor.length(); i++) {
            Tensors.set(tensor, i, random.nextGaussian());
        }
        return tensor;
    }
}
