package io.tarn.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OperatorHelpTest {
    @Test
    void all() {
        assertThat(OperatorHelp.all())
                .startsWith("image steps\n  resize                   Resizes an image as Pillow does, bit for bit\n")
                .contains("\n\npooling\n  max_pool1d               the largest element of each window\n")
                .endsWith("\n\ntarn ops NAME shows an operator's arguments.\n");
    }

    @Test
    void one() {
        assertThat(OperatorHelp.of("resize")).isEqualTo("""
                """);
        assertThat(OperatorHelp.of("avg_pool2d")).isEqualTo("""
                """);
        assertThat(OperatorHelp.of("global_max_pool")).isEqualTo("""
                """);
    }

    @Test
    void none() {
        assertThatThrownBy(() -> OperatorHelp.of("maxpool2d"))
                .isInstanceOf(JobException.class)
                .hasMessage("there is no step maxpool2d; did you mean max_pool2d? `tarn ops` lists all"
                        + " (tarn ops maxpool2d)");
    }
}
