package io.tarn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScatterTest {
    @Test
    void theLastOfEqualIndicesWinsAndTheRestIsZero() {
        float[] out = {9, 9, 9, 9, 9, 9};
        int bad = Scatter.run(new float[] {1, 2, 3, 4}, 2, new long[] {1, 1, 0, 2}, out, 3, 2);
        assertThat(bad).isEqualTo(-1);
        assertThat(out).containsExactly(0, 2, 0, 3, 0, 4);
    }

    @Test
    void tellsTheFirstBadIndex() {
        assertThat(Scatter.run(new double[3], 3, new long[] {0, -1, 7}, new double[3], 3, 1))
                .isEqualTo(1);
        assertThat(Scatter.run(new short[1], 1, new long[] {1L << 32}, new short[3], 3, 1))
                .isZero();
    }
}
