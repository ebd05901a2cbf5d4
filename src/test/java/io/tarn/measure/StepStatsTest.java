package io.tarn.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepStatsTest {
    /** One task decoded with one library, another with both. */
    @Test
    void kernelsAreJoinedOnceEach() {
        assertThat(StepStats.join("opencv", "java+opencv")).isEqualTo("java+opencv");
        assertThat(StepStats.join("java+opencv", "java")).isEqualTo("java+opencv");
        assertThat(StepStats.join("vector512", "scalar")).isEqualTo("scalar+vector512");
        assertThat(StepStats.join("", "opencv")).isEqualTo("opencv");
        assertThat(StepStats.join("opencv", "")).isEqualTo("opencv");
        assertThat(StepStats.join("", "")).isEmpty();
    }
}
