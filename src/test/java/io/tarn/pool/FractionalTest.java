package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Drawn samples; given ones are in the golden cases. */
class FractionalTest {
    private static final TensorType TYPE = TensorType.tensor(DType.FLOAT32, Shape.of(3, 20, 20));
    private static final Map<String, Object> DRAWN = Map.of("kernel_size", 2, "output_size", 8, "seed", 5);

    private static Tensor input() {
        Random random = new Random(1);
        Tensor tensor = Tensor.zeros(TYPE.dtype(), TYPE.shape());
        for (int i = 0; i < tensor.length(); i++) {
            tensor.floats()[i] = random.nextFloat();
        }
        return tensor;
    }

    private static float[] run(BoundStep bound, String id) {
        return bound.run(input(), new Context(id, Map.of())).copy().floats();
    }

    @Test
    void theChoiceFollowsFromSeedAndIdAlone() {
        var bound = Pools.spec("fractional_max_pool2d", DRAWN).bind(TYPE, new Workspace());
        float[] first = run(bound, "a/1.jpg");
        assertThat(run(bound, "a/2.jpg")).isNotEqualTo(first);
        assertThat(run(bound, "a/1.jpg")).isEqualTo(first);
        var other = Pools.spec("fractional_max_pool2d", DRAWN).bind(TYPE, new Workspace());
        assertThat(run(other, "a/1.jpg")).isEqualTo(first);
        var seeded = Pools.spec("fractional_max_pool2d", Map.of("kernel_size", 2, "output_size", 8, "seed", 6))
                .bind(TYPE, new Workspace());
        assertThat(run(seeded, "a/1.jpg")).isNotEqualTo(first);
    }

    /** SplitMix64 from seed 0 xor FNV-1a of the empty id, by hand: the generator is part of the results. */
    @Test
    void theGeneratorIsFixed() {
        FractionalSamples samples = new FractionalSamples(null, 0xcbf29ce484222325L, 2, DType.FLOAT32);
        samples.start("");
        double[] row = new double[2];
        samples.next(0, row);
        assertThat((long) (row[1] * 0x1p24)).isEqualTo(0xe220a8397b1dcdafL >>> 40);
        assertThat((long) (row[0] * 0x1p24)).isEqualTo(0x6e789e6aa1b965f4L >>> 40);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
    void windowsCoverBothEndsAndStayInside(DType dtype) {
        FractionalSamples samples = new FractionalSamples(null, 1, 2, dtype);
        double[] row = new double[2];
        for (int image = 0; image < 500; image++) {
            samples.start("image " + image);
            samples.next(0, row);
            int in = 3000 + image;
            int out = 1000;
            assertThat(samples.start(0, in, out, 2, row[0])).isZero();
            assertThat(samples.start(out - 1, in, out, 2, row[0])).isEqualTo(in - 2);
            for (int i = 0; i < out; i++) {
                assertThat(samples.start(i, in, out, 2, row[0])).isBetween(0, in - 2);
            }
        }
    }

    @Test
    void ratiosGiveSizes() {
        assertThat(Pools.spec("fractional_max_pool2d", Map.of("kernel_size", 2, "output_ratio", 0.5))
                        .outputType(TYPE)
                        .shape())
                .hasToString("[3,10,10]");
    }
}
