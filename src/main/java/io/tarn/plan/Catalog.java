package io.tarn.plan;

import io.tarn.image.Images;
import io.tarn.op.Operator;
import io.tarn.pool.Pools;
import java.util.List;
import java.util.stream.Stream;

/** Every operator that a job file can name. */
public final class Catalog {
    public static final List<Operator> OPERATORS =
            Stream.concat(Images.OPERATORS.stream(), Pools.OPERATORS.stream()).toList();

    private Catalog() {}
}
