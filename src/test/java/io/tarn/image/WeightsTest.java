package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.kernel.ResampleAxis;
import org.junit.jupiter.api.Test;

/** Which axes are kept for the next image. */
class WeightsTest {
    private static ResampleAxis axis(int in) {
        return Weights.axis(in, 500, Filter.LANCZOS);
    }

    @Test
    void asManyAreKeptAsFitSomeMegabytes() {
        ResampleAxis first = axis(499);
        for (int in = 1_000; in < 1_250; in++) {
            axis(in); // a few thousand weights each
        }
        assertThat(axis(499)).isSameAs(first);

        for (int in = 500_000; in < 500_010; in++) {
            axis(in); // 12 MB each
        }
        assertThat(axis(499)).isNotSameAs(first);
        assertThat(axis(500_009)).isSameAs(axis(500_009));
    }

    @Test
    void anAxisBeyondThatDrivesOutNoOther() {
        ResampleAxis small = axis(499);
        ResampleAxis large = axis(2_000_000);

        assertThat(large.weights()).hasSizeGreaterThan(10 << 20);
        assertThat(axis(2_000_000)).isNotSameAs(large);
        assertThat(axis(499)).isSameAs(small);
    }
}
