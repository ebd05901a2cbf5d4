package io.tarn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vector loops give the scalar ones' bits at every row length, whatever they read and write past it. Runs at the
 * machine's widest vectors, and in JVMs of its own (see the pom) at 32 and 16 bytes.
 */
class VectorLoopsTest {
    private static final int LONGEST = 70;

    /** What the values are: numbers, or with zeros of both signs, infinities and several NaNs among them. */
    private enum Values {
        NUMBERS,
        ZEROS,
        SPECIAL;

        float[] array(int length, long seed) {
            Random random = new Random(seed);
            float[] special = {
                0f,
                -0f,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                Float.intBitsToFloat(0x7fc00001),
                Float.intBitsToFloat(0xffc00002)
            };
            float[] array = new float[length];
            for (int i = 0; i < length; i++) {
                array[i] = (float) random.nextGaussian();
                if (this != NUMBERS && random.nextInt(this == ZEROS ? 2 : 20) == 0) {
                    array[i] = special[random.nextInt(this == ZEROS ? 2 : special.length)];
                }
            }
            return array;
        }
    }

    @BeforeAll
    static void vectorsAreThere() {
        assumeTrue(Implementation.current().isVector(), Implementation.current().reason());
    }

    private static Axis axis(int in, int kernel, int stride, int padding, int dilation) {
        int out = (in + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
        return new Axis(in, out, kernel, stride, padding, padding, dilation);
    }

    private static boolean fits(int in, int kernel, int padding, int dilation) {
        return in + 2 * padding > dilation * (kernel - 1);
    }

    /** Kernel, stride, padding, dilation. */
    static Stream<int[]> frames() {
        return Stream.of(
                new int[] {2, 2, 0, 1},
                new int[] {3, 2, 1, 1},
                new int[] {3, 1, 1, 1},
                new int[] {1, 1, 0, 1},
                new int[] {2, 1, 1, 1},
                new int[] {5, 2, 2, 1},
                new int[] {11, 1, 5, 1},
                new int[] {3, 2, 1, 2},
                new int[] {4, 1, 2, 3},
                new int[] {3, 3, 1, 1},
                new int[] {4, 4, 0, 1},
                new int[] {7, 3, 3, 2},
                new int[] {1, 5, 0, 1});
    }

    /** Every row length, and planes so large that they are pooled in several blocks. */
    private static Stream<Window> windows(int[] frame) {
        Window tall = new Window(
                2,
                Axis.SINGLE,
                axis(90, frame[0], frame[1], frame[2], frame[3]),
                axis(131, frame[0], frame[1], frame[2], frame[3]));
        Window manySmall = new Window(
                150,
                Axis.SINGLE,
                axis(11, frame[0], frame[1], frame[2], frame[3]),
                axis(11, frame[0], frame[1], frame[2], frame[3]));
        return Stream.concat(Stream.of(tall, manySmall), everyWidth(frame));
    }

    private static Stream<Window> everyWidth(int[] frame) {
        return IntStream.rangeClosed(1, LONGEST)
                .filter(width -> fits(width, frame[0], frame[2], frame[3]))
                .filter(width -> fits(7, frame[0], frame[2], frame[3]))
                .mapToObj(width -> new Window(
                        width % 3 == 0 ? 37 : 3, // the one with lanes across channels, too
                        width % 5 == 0 ? axis(4, 2, 1, width / 5 % 2, 1) : Axis.SINGLE,
                        axis(7, frame[0], frame[1], frame[2], frame[3]),
                        axis(width, frame[0], frame[1], frame[2], frame[3])));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void maxima(int[] frame) {
        windows(frame).forEach(window -> {
            RowKernel<float[]> exact = floats(MaxRows.of(Element.FLOAT32, window));
            check(window, exact, VectorLoops.max(Element.FLOAT32, window, exact));
            check(window, exact, VectorLoops.maxWithIndices(Element.FLOAT32, window, exact));
        });
    }

    @ParameterizedTest
    @MethodSource("frames")
    void averagesSumsAndNorms(int[] frame) {
        windows(frame).forEach(window -> {
            for (Divisor divisor : new Divisor[] {Divisor.taps(window), Divisor.paddedTaps(window), Divisor.same(-3)}) {
                RowKernel<float[]> exact = floats(SumRows.of(Element.FLOAT32, window, divisor));
                check(window, exact, VectorLoops.average(Element.FLOAT32, window, divisor, exact));
            }
            RowKernel<float[]> sums = floats(SumRows.of(Element.FLOAT32, window, null));
            check(window, sums, VectorLoops.sum(Element.FLOAT32, window, sums));
            RowKernel<float[]> norms = new NormRows(window, Divisor.paddedTaps(window), 9);
            check(window, norms, VectorLoops.norm(window, Divisor.paddedTaps(window), 9, norms));
            RowKernel<float[]> plain = new NormRows(window, null, 1);
            check(window, plain, VectorLoops.norm(window, null, 1, plain));
        });
    }

    /** Where channels are no multiple of the lanes, the last vectors hold some that were pooled before. */
    @Test
    void zerosOfBothSignsInOneOfManySmallPlanes() {
        int side = 16;
        for (int channels = 17; channels < 40; channels++) {
            Window window = new Window(channels, Axis.SINGLE, axis(side, 3, 1, 1, 1), axis(side, 3, 1, 1, 1));
            RowKernel<float[]> exact = floats(MaxRows.of(Element.FLOAT32, window));
            Kernel vector = VectorLoops.max(Element.FLOAT32, window, exact);
            for (int one = 0; one < channels; one++) {
                float[] in = new float[channels * side * side];
                Arrays.fill(in, -1);
                in[one * side * side] = -0f;
                in[one * side * side + 1] = 0f;
                float[] expected = new float[in.length];
                float[] actual = new float[in.length];
                exact.run(in, expected, null);
                vector.run(in, actual, null);
                assertThat(Arrays.equals(bits(actual), bits(expected)))
                        .as("channel %s of %s", one, channels)
                        .isTrue();
            }
        }
    }

    @Test
    void inputsThatAreReadAhead() {
        for (int[] frame : new int[][] {{2, 2, 0, 1}, {3, 2, 1, 1}}) {
            Window window = new Window(
                    2,
                    Axis.SINGLE,
                    axis(43_691, frame[0], frame[1], frame[2], frame[3]),
                    axis(97, frame[0], frame[1], frame[2], frame[3]));
            assertThat(new Ahead(window).isLarge()).isTrue();
            float[] in = new float[window.channels() * window.inPlane()];
            for (int i = 0; i < in.length; i++) {
                in[i] = i * 31 % 1009 - 500;
            }
            Divisor divisor = Divisor.paddedTaps(window);
            RowKernel<float[]> averages = floats(SumRows.of(Element.FLOAT32, window, divisor));
            same(in, window, averages, VectorLoops.average(Element.FLOAT32, window, divisor, averages));
            RowKernel<float[]> norms = new NormRows(window, divisor, 4);
            same(in, window, norms, VectorLoops.norm(window, divisor, 4, norms));
        }
    }

    private static void same(float[] in, Window window, Kernel exact, Kernel vector) {
        float[] expected = new float[window.channels() * window.outPlane()];
        float[] actual = new float[expected.length];
        exact.run(in, expected, null);
        vector.run(in, actual, null);
        assertThat(Arrays.mismatch(actual, expected)).as("%s", window).isEqualTo(-1);
    }

    /** Padding before, padding after, and how many windows more than that gives, as ceil_mode may have it. */
    static Stream<int[]> edges() {
        return Stream.of(
                new int[] {0, 0, 0},
                new int[] {1, 1, 0},
                new int[] {1, 0, 0},
                new int[] {0, 1, 0},
                new int[] {1, 1, 1},
                new int[] {0, 0, 1},
                new int[] {2, 2, 0});
    }

    @ParameterizedTest
    @MethodSource("edges")
    void averagesAndSumsOfThreeLinesAndColumns(int[] edge) {
        int least = Vectors.FLOATS.length() / 2;
        for (int in = 2 * least; in < 2 * least + 40; in++) {
            Axis width = threes(in, 2, edge, 1);
            for (int lines = 1; lines < 12; lines++) {
                Axis height = threes(lines, 1 + in % 3, edge, 1 + lines % 2);
                Window window = new Window(1 + in % 4, Axis.SINGLE, height, width);
                if (VectorRows.isCovered(window) && height.out() > 0) {
                    checkThrees(window);
                }
            }
            checkThrees(new Window(2, Axis.SINGLE, threes(401, 2, edge, 1), width));
        }
    }

    private static Axis threes(int in, int stride, int[] edge, int dilation) {
        int out = Math.floorDiv(in + edge[0] + edge[1] - 2 * dilation - 1, stride) + 1 + edge[2];
        return new Axis(in, out, 3, stride, edge[0], edge[1], dilation);
    }

    private static void checkThrees(Window window) {
        for (Divisor divisor : new Divisor[] {Divisor.taps(window), Divisor.paddedTaps(window), Divisor.same(-3)}) {
            RowKernel<float[]> exact = floats(SumRows.of(Element.FLOAT32, window, divisor));
            checkThrees(window, exact, divisor);
        }
        checkThrees(window, floats(SumRows.of(Element.FLOAT32, window, null)), null);
    }

    private static void checkThrees(Window window, RowKernel<float[]> exact, Divisor divisor) {
        Kernel vector = VectorThrees.of(window, exact, divisor);
        if (window.width().out() < Vectors.FLOATS.length() / 2 || !VectorRows.isCovered(window)) {
            assertThat(vector).isNull();
        } else {
            assertThat(vector).as("%s", window).isNotNull();
            check(window, exact, vector);
        }
    }

    @SuppressWarnings("unchecked")
    private static RowKernel<float[]> floats(RowKernel<?> kernel) {
        return (RowKernel<float[]>) kernel;
    }

    private static void check(Window window, Kernel exact, Kernel vector) {
        if (vector == null) {
            return;
        }
        assertThat(vector.name()).startsWith("vector");
        for (Values values : Values.values()) {
            float[] in = values.array(window.channels() * window.inPlane(), window.hashCode());
            int length = window.channels() * window.outPlane();
            float[] expected = new float[length];
            float[] actual = new float[length + 1];
            long[] expectedIndices = new long[length];
            long[] actualIndices = new long[length];
            exact.run(in, expected, expectedIndices);
            for (int run = 0; run < 2; run++) {
                actual[length] = 42;
                vector.run(in, actual, actualIndices);
                assertThat(actual[length]).as("past the output").isEqualTo(42);
                assertThat(bits(Arrays.copyOf(actual, length)))
                        .as("%s over %s of %s", vector, values, window)
                        .isEqualTo(bits(expected));
                if (vector instanceof VectorArgmax) {
                    assertThat(actualIndices)
                            .as("%s over %s of %s", vector, values, window)
                            .isEqualTo(expectedIndices);
                }
            }
        }
    }

    private static int[] bits(float[] array) {
        int[] bits = new int[array.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(array[i]));
        return bits;
    }

    @ParameterizedTest
    @MethodSource("frames")
    void maximaOfBytes(int[] frame) {
        Stream.concat(windows(frame), Stream.of(new Window(2, Axis.SINGLE, axis(5, 2, 2, 0, 1), axis(300, 3, 2, 1, 1))))
                .forEach(window -> {
                    for (Element element : new Element[] {Element.UINT8, Element.INT8}) {
                        RowKernel<?> exact = MaxRows.of(element, window);
                        Kernel vector = VectorLoops.max(element, window, exact);
                        byte[] in = new byte[window.channels() * window.inPlane()];
                        new Random(1).nextBytes(in);
                        byte[] expected = new byte[window.channels() * window.outPlane()];
                        byte[] actual = new byte[expected.length];
                        exact.run(in, expected, null);
                        (vector == null ? exact : vector).run(in, actual, null);
                        assertThat(actual).as("%s over %s", element, window).isEqualTo(expected);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 7, 32})
    void regions(int out) {
        for (int width = 1; width <= LONGEST; width++) {
            Regions regions = new Regions(Span.SINGLE, Span.adaptive(9, 4), Span.adaptive(width, out));
            for (Values values : Values.values()) {
                float[] in = values.array(2 * regions.inPlane(), width);
                compare(in, regions, RegionLoops.average(Element.FLOAT32), RegionAverages.of(Element.FLOAT32));
                RegionLoops<?> max = RegionLoops.max(Element.FLOAT32);
                compare(in, regions, max, VectorLoops.regionMax(Element.FLOAT32, max));
                compareValues(in, regions, max, VectorLoops.regionMax(Element.FLOAT32, max));
            }
        }
    }

    private static void compare(float[] in, Regions regions, RegionKernel exact, RegionKernel vector) {
        float[] expected = new float[2 * regions.outPlane()];
        float[] actual = new float[expected.length];
        long[] expectedIndices = new long[expected.length];
        long[] actualIndices = new long[expected.length];
        for (int c = 0; c < 2; c++) {
            exact.run(in, c * regions.inPlane(), regions, expected, c * regions.outPlane(), expectedIndices);
            vector.run(in, c * regions.inPlane(), regions, actual, c * regions.outPlane(), actualIndices);
        }
        assertThat(bits(actual)).as("%s", regions.width().in()).isEqualTo(bits(expected));
        assertThat(actualIndices).as("%s", regions.width().in()).isEqualTo(expectedIndices);
    }

    private static void compareValues(float[] in, Regions regions, RegionKernel exact, RegionKernel vector) {
        float[] expected = new float[2 * regions.outPlane()];
        float[] actual = new float[expected.length];
        for (int c = 0; c < 2; c++) {
            exact.run(in, c * regions.inPlane(), regions, expected, c * regions.outPlane(), null);
            vector.run(in, c * regions.inPlane(), regions, actual, c * regions.outPlane(), null);
        }
        assertThat(bits(actual)).as("%s, values alone", regions.width().in()).isEqualTo(bits(expected));
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 49, 63, 64, 500, 515, 543, 3136})
    void cascadeSumsOfManyChannels(int count) {
        CascadeSum exact = CascadeSum.of(Element.FLOAT32);
        for (int channels : new int[] {1, 63, 64, 65, 130}) {
            float[] in = Values.NUMBERS.array(channels * count, count);
            Arrays.fill(in, (channels - 1) * count, channels * count, -0f);
            float[] expected = new float[channels];
            float[] actual = new float[channels];
            exact.means(in, count, channels, expected);
            VectorLoops.cascadeSum(Element.FLOAT32, exact).means(in, count, channels, actual);
            assertThat(bits(actual)).as("%s channels", channels).isEqualTo(bits(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 49, 127, 511, 512, 515, 3136, 12_544, 50_000, 600_000, 2_200_000})
    void cascadeSums(int count) {
        CascadeSum exact = CascadeSum.of(Element.FLOAT32);
        for (Values values : Values.values()) {
            float[] in = values.array(2 * count, count);
            float[] expected = new float[2];
            float[] actual = new float[2];
            exact.means(in, count, 2, expected);
            VectorLoops.cascadeSum(Element.FLOAT32, exact).means(in, count, 2, actual);
            assertThat(bits(actual)).as("%s", values).isEqualTo(bits(expected));
        }
    }
}
