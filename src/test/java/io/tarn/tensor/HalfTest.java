package io.tarn.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every half widened and narrowed; floats rounded like a search through all halves would. */
class HalfTest {
    @Test
    void everyFloat16IsItsFormula() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Half.float16ToFloat((short) bits);
            int exponent = (bits >> 10) & 31;
            int fraction = bits & 1023;
            if (exponent == 31) {
                assertThat(Float.isNaN(value)).isEqualTo(fraction != 0);
                assertThat(Float.isInfinite(value)).isEqualTo(fraction == 0);
            } else {
                double magnitude = exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * Math.pow(2, exponent - 25);
                assertThat(value).isEqualTo((float) (bits >= 1 << 15 ? -magnitude : magnitude));
            }
            assertThat(Float.floatToRawIntBits(value) < 0).isEqualTo(bits >= 1 << 15);
        }
    }

    @Test
    void everyHalfSurvives() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            assertThat(Half.floatToFloat16(Half.float16ToFloat((short) bits))).isEqualTo((short) bits);
            assertThat(Half.floatToBfloat16(Half.bfloat16ToFloat((short) bits))).isEqualTo((short) bits);
        }
    }

    @Test
    void everyMiddleRoundsToEven() {
        // 0x7c00 is infinite and stands for 65536, one step beyond the largest.
        for (int low = 0; low < 0x7c00; low++) {
            double below = Half.float16ToFloat((short) low);
            double above = low == 0x7bff ? 65536 : Half.float16ToFloat((short) (low + 1));
            float middle = (float) ((below + above) / 2);
            int even = low % 2 == 0 ? low : low + 1;
            assertThat(Half.floatToFloat16(middle)).isEqualTo((short) even);
            assertThat(Half.floatToFloat16(Math.nextDown(middle))).isEqualTo((short) low);
            assertThat(Half.floatToFloat16(Math.nextUp(middle))).isEqualTo((short) (low + 1));
            assertThat(Half.floatToFloat16(-middle)).isEqualTo((short) (even | 0x8000));
        }
        for (int low = 0; low < 0x7f80; low++) {
            float middle = Float.intBitsToFloat(low << 16 | 0x8000);
            int even = low % 2 == 0 ? low : low + 1;
            assertThat(Half.floatToBfloat16(middle)).isEqualTo((short) even);
            assertThat(Half.floatToBfloat16(Math.nextDown(middle))).isEqualTo((short) low);
            assertThat(Half.floatToBfloat16(Math.nextUp(middle))).isEqualTo((short) (low + 1));
        }
    }

    @Test
    void randomFloatsRoundToTheNearest() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isNaN(value) || Math.abs(value) >= 65504) {
                continue;
            }
            short half = Half.floatToFloat16(value);
            BigDecimal exact = new BigDecimal(value);
            BigDecimal error =
                    exact.subtract(new BigDecimal(Half.float16ToFloat(half))).abs();
            for (int neighbour : new int[] {half - 1, half + 1}) {
                float other = Half.float16ToFloat((short) neighbour);
                if (Float.isFinite(other)) {
                    assertThat(error)
                            .isLessThanOrEqualTo(
                                    exact.subtract(new BigDecimal(other)).abs());
                }
            }
        }
    }

    @Test
    void payloads() {
        assertThat(Half.floatToFloat16(Float.intBitsToFloat(0x7f802000))).isEqualTo((short) 0x7c01);
        assertThat(Half.floatToFloat16(Float.intBitsToFloat(0xff800001)))
                .as("still NaN")
                .isEqualTo((short) 0xfe00);
        assertThat(Half.floatToBfloat16(Float.intBitsToFloat(0x7f800001)))
                .as("still NaN")
                .isEqualTo((short) 0x7fc0);
    }
}
