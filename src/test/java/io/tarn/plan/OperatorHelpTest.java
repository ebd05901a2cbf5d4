package io.tarn.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.op.Operator;
import org.junit.jupiter.api.Test;

class OperatorHelpTest {
    @Test
    void all() {
        assertThat(OperatorHelp.all())
                .startsWith(
                        "image steps\n  resize                       Resizes an image as Pillow does, bit for bit\n")
                .contains(
                        "\n\npooling\n  max_pool1d, 2d, 3d           the largest element of each window; any element type\n")
                .endsWith("\n\ntarn ops NAME shows an operator's arguments.\n");
    }

    @Test
    void one() {
        assertThat(OperatorHelp.of("resize")).isEqualTo("""
                resize: Resizes an image as Pillow does, bit for bit
                from torchvision.transforms.v2.functional.resize on PIL images

                  size  ([height, width], or int; required)
                      the new size; an int is the shorter side

                  filter  (nearest | box | bilinear | hamming | bicubic | lanczos; default bilinear)
                      how pixels are weighed

                example
                  - resize: {size: [128, 128]}
                """);
    }

    @Test
    void longTextIsWrapped() {
        for (Operator operator : Catalog.OPERATORS) {
            assertThat((OperatorHelp.all() + OperatorHelp.of(operator.name())).lines())
                    .allMatch(line -> line.length() <= 100);
        }
    }

    @Test
    void withoutArguments() {
        assertThat(OperatorHelp.of("grayscale")).endsWith("""

                example
                  - grayscale
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
