package io.tarn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits are proven by golden cases; here every length sums all elements, and as exactly as a cascade does. */
class CascadeSumTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 31, 32, 33, 511, 512, 513, 4_096, 65_537, 1_000_003})
    void sumsEverything(int count) {
        Random random = new Random(count);
        float[] floats = new float[2 * count];
        double[] doubles = new double[2 * count];
        for (int i = 0; i < 2 * count; i++) {
            floats[i] = random.nextInt(16);
            doubles[i] = random.nextGaussian();
        }
        float[] floatSums = new float[2];
        double[] doubleSums = new double[2];
        CascadeSum.of(Element.FLOAT32).sums(floats, count, 2, floatSums);
        CascadeSum.of(Element.FLOAT64).sums(doubles, count, 2, doubleSums);
        for (int c = 0; c < 2; c++) {
            long whole = 0;
            BigDecimal exact = BigDecimal.ZERO;
            double magnitude = 0;
            for (int i = c * count; i < (c + 1) * count; i++) {
                whole += (long) floats[i];
                exact = exact.add(new BigDecimal(doubles[i]));
                magnitude += Math.abs(doubles[i]);
            }
            assertThat(floatSums[c]).as("whole numbers below 2^24 sum exactly").isEqualTo((float) whole);
            assertThat(doubleSums[c]).isCloseTo(exact.doubleValue(), within(4 * Math.ulp(1.0) * magnitude));
        }
    }
}
