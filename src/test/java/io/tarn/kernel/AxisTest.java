package io.tarn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every question an axis answers, against counting. */
class AxisTest {
    @Test
    void agreesWithCounting() {
        for (int in = 1; in <= 7; in++) {
            for (int kernel = 1; kernel <= 4; kernel++) {
                for (int stride = 1; stride <= 4; stride++) {
                    for (int dilation = 1; dilation <= 3; dilation++) {
                        for (int before = 0; before <= 3; before++) {
                            for (int after = 0; after <= 3; after++) {
                                check(new Axis(in, 4, kernel, stride, before, after, dilation));
                            }
                        }
                    }
                }
            }
        }
    }

    private static void check(Axis axis) {
        for (int o = 0; o < axis.out(); o++) {
            int taps = 0;
            int paddedTaps = 0;
            for (int t = 0; t < axis.kernel(); t++) {
                int at = o * axis.stride() - axis.before() + t * axis.dilation();
                boolean inside = at >= 0 && at < axis.in();
                taps += inside ? 1 : 0;
                paddedTaps += at < axis.in() + axis.after() ? 1 : 0;
                assertThat(t >= axis.firstTap(o) && t < axis.endTap(o))
                        .as("%s", axis)
                        .isEqualTo(inside);
                assertThat(o >= axis.firstOutput(t) && o < axis.endOutput(t))
                        .as("%s", axis)
                        .isEqualTo(inside);
            }
            assertThat(axis.taps(o)).as("%s", axis).isEqualTo(taps);
            assertThat(axis.paddedTaps(o)).as("%s", axis).isEqualTo(paddedTaps);
            int first = axis.start(o);
            while (first < 0) {
                first += axis.dilation();
            }
            assertThat(axis.firstPosition(o)).as("%s", axis).isEqualTo(first);
        }
    }

    @Test
    void largeGeometryDoesNotOverflow() {
        Axis axis = new Axis(3, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, 1 << 30, 1 << 30, 1);
        assertThat(axis.taps(0)).isEqualTo(3);
        assertThat(axis.firstTap(0)).isEqualTo(1 << 30);
    }
}
