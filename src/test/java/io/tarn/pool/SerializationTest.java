package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Specs travel in task closures: every record survives Java serialisation and is equal by content. */
class SerializationTest {
    static List<PoolSpec> specs() {
        return List.of(
                Pools.spec("max_pool2d", Map.of("kernel_size", 3, "padding", 1, "return_indices", true)),
                Pools.spec("max_pool1d", Map.of("kernel_size", 3, "padding", List.of(List.of(0, 2)))),
                Pools.spec("min_pool2d", Map.of("kernel_size", 3, "auto_pad", "same_upper")),
                Pools.spec("avg_pool3d", Map.of("kernel_size", 2, "divisor_override", -3, "ceil_mode", true)),
                Pools.spec("sum_pool1d", Map.of("kernel_size", 2, "dilation", 2)),
                Pools.spec("lp_pool2d", Map.of("kernel_size", 2, "norm_type", 2.5, "abs", true)),
                Pools.spec("adaptive_max_pool2d", Map.of("output_size", Arrays.asList(3, null))),
                Pools.spec("adaptive_avg_pool1d", Map.of("output_size", 7)),
                Pools.spec("global_max_pool", Map.of()),
                Pools.spec("global_avg_pool", Map.of()),
                Pools.spec("global_lp_pool", Map.of()),
                Pools.spec("gem", Map.of("p", 2.5)),
                Pools.spec("rmac", Map.of("levels", 2)),
                Pools.spec("spatial_pyramid_pool", Map.of("levels", List.of(3, 1), "mode", "avg")),
                Pools.spec("blur_pool", Map.of("filt_size", 5, "stride", List.of(1, 3))),
                Pools.spec("median_pool2d", Map.of("kernel_size", List.of(3, 5), "padding", 1)),
                Pools.spec("roi_max_pool", Map.of("boxes", List.of(List.of(0, 1, 2.5, 3)), "output_size", 2)),
                Pools.spec("roi_align", Map.of("boxes", "a column", "output_size", List.of(2, 3), "aligned", true)),
                Pools.spec("max_unpool2d", Map.of("kernel_size", 2, "output_size", List.of(4, 5))),
                Pools.spec("fractional_max_pool2d", Map.of("kernel_size", 2, "output_ratio", 0.5, "seed", 7)),
                Pools.spec(
                        "fractional_max_pool2d",
                        Map.of("kernel_size", 2, "output_size", 3, "random_samples", List.of(List.of(0.1, 0.2)))));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void survives(PoolSpec spec) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(spec);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Object copy = in.readObject();
            assertThat(copy).isEqualTo(spec).hasSameHashCodeAs(spec);
        }
    }

    @Test
    void everyRecordIsHere() {
        assertThat(specs().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(PoolSpec.class.getPermittedSubclasses());
    }
}
