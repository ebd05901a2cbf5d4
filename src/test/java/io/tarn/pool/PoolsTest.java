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
import org.junit.jupiter.api.Test;

class PoolsTest {
    /** The example in the documentation of {@link Pools}. */
    @Test
    void theDocumentedExample() {
        Tensor image = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2);
        Pooled max = Pools.pool("max_pool2d", Map.of("kernel_size", 2, "return_indices", true), image);
        assertThat(max.values().floats()[0]).isEqualTo(4);
        assertThat(max.indices().longs()[0]).isEqualTo(3);
    }

    /** Bind once, run often: into the same buffer. */
    @Test
    void boundStepsReuseTheirBuffers() {
        MaxPool pool = new MaxPool(Frame.of(Sizes.of(2, 2)), Indices.NONE);
        TensorType type = TensorType.tensor(DType.FLOAT32, Shape.of(1, 2, 2));
        BoundStep bound = pool.bind(type, new Workspace());
        Context context = new Context("an image", Map.of());
        Tensor first = bound.run(Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2), context);
        assertThat(first.floats()[0]).isEqualTo(4);
        Tensor second = bound.run(Tensor.of(new float[] {5, 6, 7, 8}, 1, 2, 2), context);
        assertThat(second).isSameAs(first);
        assertThat(first.floats()[0]).isEqualTo(8);
        assertThat(bound.kernel()).matches("scalar|vector(128|256|512)");
    }
}
