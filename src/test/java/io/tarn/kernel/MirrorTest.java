package io.tarn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MirrorTest {
    @Test
    void turnsTheOrderAroundAndBack() {
        float[] floats = {Float.NEGATIVE_INFINITY, -1, -0f, 0f, 1, Float.POSITIVE_INFINITY};
        float[] mirrored = new float[6];
        Mirror.run(floats, mirrored, 6);
        assertThat(mirrored).containsExactly(Float.POSITIVE_INFINITY, 1, 0f, -0f, -1, Float.NEGATIVE_INFINITY);
        Mirror.run(mirrored, mirrored, 6);
        assertThat(mirrored).containsExactly(floats);

        int[] ints = {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE};
        int[] turned = new int[4];
        Mirror.run(ints, turned, 4);
        assertThat(turned).containsExactly(Integer.MAX_VALUE, 0, -1, Integer.MIN_VALUE);
    }

    @Test
    void keepsPayloads() {
        double[] nan = {Double.longBitsToDouble(0x7ff8000000000123L)};
        Mirror.run(nan, nan, 1);
        assertThat(Double.doubleToRawLongBits(nan[0])).isEqualTo(0xfff8000000000123L);
    }
}
