package io.tarn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No kernel leaves garbage, whatever else has run in the JVM: vectors that the compiler fails to keep in registers
 * become objects, hundreds of thousands of bytes a call, and the loop several times slower.
 */
class AllocationTest {
    /** Channels and side: within the caches and beyond them, planes of many rows and of few. */
    private static final int[][] SHAPES = {{64, 112}, {64, 56}, {2048, 7}, {64, 7}, {1, 2048}};

    private static final int[][] FRAMES = {{2, 2, 0}, {3, 2, 1}, {3, 1, 1}, {3, 3, 0}};
    private static final int MOST_ELEMENTS = 2048 * 2048;

    private static final long WARM_NANOS = 12_000_000;
    private static final long LEAST_NANOS = 5_000_000_000L;
    private static final long MOST_NANOS = 120_000_000_000L;
    private static final String END = "all kernels ran";

    @TempDir
    private Path folder;

    private final float[] in = new float[MOST_ELEMENTS + 64];
    private final float[] out = new float[in.length];
    private final byte[] bytesIn = new byte[in.length];
    private final byte[] bytesOut = new byte[in.length];
    private final long[] indices = new long[in.length];

    /** A kernel's call, and the bytes that are too many: a vector or two for each plane, where each row would have one. */
    private record Named(String name, int planes, Runnable run) {
        boolean leavesGarbage() {
            return allocated(run) > planes * 2 * 64;
        }
    }

    /**
     * With the serial collector, which a JVM of one core has, the compiler was misled nearly always. What it does by chance
     * else: with so small a limit it does not inline a method of ours that it compiled already, and without notes of types
     * it cannot guess a vector's class.
     */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC", "-XX:InlineSmallCode=500", "-XX:TypeProfileWidth=0"})
    void noKernelLeavesGarbageAfterAllOthersRan(String option) throws IOException, InterruptedException {
        assumeTrue(Implementation.current().isVector(), Implementation.current().reason());
        assertThat(leavingGarbageInANewJvm(option)).isEmpty();
    }

    /** New, for what was compiled before must not depend on the order of test classes. */
    private List<String> leavingGarbageInANewJvm(String option) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "@conf/jvm.options",
                        option,
                        "-cp",
                        System.getProperty("java.class.path"),
                        AllocationTest.class.getName())
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        List<String> lines = Files.readAllLines(said);
        assertThat(lines).last().isEqualTo(END);
        return lines.subList(0, lines.size() - 1);
    }

    /** Prints the kernels that leave garbage, and a last line. */
    public static void main(String[] args) {
        new AllocationTest().leavingGarbage().forEach(System.out::println);
        System.out.println(END);
    }

    private List<String> leavingGarbage() {
        for (int i = 0; i < in.length; i++) {
            in[i] = i * 31 % 1009 + 1;
            bytesIn[i] = (byte) (i * 31);
        }
        List<Named> all = kernels();
        long start = System.nanoTime();
        do { // the compiler of a busy machine may need its time
            all.forEach(AllocationTest::warm);
        } while (System.nanoTime() - start < LEAST_NANOS
                || System.nanoTime() - start < MOST_NANOS && all.stream().anyMatch(Named::leavesGarbage));
        return all.stream().filter(Named::leavesGarbage).map(Named::name).toList();
    }

    private static void warm(Named each) {
        for (long start = System.nanoTime(); System.nanoTime() - start < WARM_NANOS; ) {
            each.run.run();
        }
    }

    private List<Named> kernels() {
        List<Named> all = new ArrayList<>();
        for (int[] shape : SHAPES) {
            int channels = shape[0];
            int side = shape[1];
            for (int[] frame : FRAMES) {
                int size = (side + 2 * frame[2] - frame[0]) / frame[1] + 1;
                Axis axis = new Axis(side, size, frame[0], frame[1], frame[2], frame[2], 1);
                Window window = new Window(channels, Axis.SINGLE, axis, axis);
                Divisor divisor = Divisor.taps(window);
                all.add(floats("max", Pooling.max(Element.FLOAT32, window), window));
                all.add(floats("argmax", Pooling.maxWithIndices(Element.FLOAT32, window), window));
                all.add(floats("average", Pooling.average(Element.FLOAT32, window, divisor), window));
                all.add(floats("sum", Pooling.sum(Element.FLOAT32, window), window));
                all.add(floats("norm", Pooling.norm(window, divisor, 4), window));
                Kernel bytes = Pooling.max(Element.UINT8, window);
                all.add(new Named(window + " uint8", channels, () -> bytes.run(bytesIn, bytesOut, null)));
            }
            CascadeSum means = Pooling.cascadeSum(Element.FLOAT32);
            String planes = channels + " of " + side;
            all.add(new Named("means " + planes, channels, () -> means.means(in, side * side, channels, out)));
            for (int size : new int[] {7, 32}) {
                Span span = Span.adaptive(side, size);
                Regions regions = new Regions(Span.SINGLE, span, span);
                String to = " " + planes + " to " + size;
                all.add(regions("argmax" + to, Pooling.regionMax(Element.FLOAT32), regions, channels, indices));
                all.add(regions("max" + to, Pooling.regionMax(Element.FLOAT32), regions, channels, null));
                all.add(regions("average" + to, Pooling.regionAverage(Element.FLOAT32), regions, channels, null));
            }
        }
        for (int channels : new int[] {1, 3, 4}) {
            all.add(resize(channels));
        }
        return all;
    }

    private Named floats(String name, Kernel kernel, Window window) {
        return new Named(window + " " + name, window.channels(), () -> kernel.run(in, out, indices));
    }

    private Named regions(String name, RegionKernel kernel, Regions regions, int channels, long[] indices) {
        return new Named("adaptive " + name, channels, () -> {
            for (int c = 0; c < channels; c++) {
                kernel.run(in, c * regions.inPlane(), regions, out, c * regions.outPlane(), indices);
            }
        });
    }

    /** Each output of four neighbours, 500 x 375 pixels to half of that. */
    private Named resize(int channels) {
        Resample resample = Resample.create();
        ResampleAxis horizontal = halved(500);
        ResampleAxis vertical = halved(374);
        Resample.Samples source = (from, target, length) -> System.arraycopy(bytesIn, from, target, 0, length);
        return new Named(
                "resize of " + channels + " channels",
                channels,
                () -> resample.resize(source, 374, 500, channels, horizontal, vertical, bytesOut));
    }

    private static ResampleAxis halved(int size) {
        int[] first = new int[size / 2];
        int[] count = new int[first.length];
        int[] weights = new int[4 * first.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = Math.min(2 * i, size - 4);
            count[i] = 4;
        }
        Arrays.fill(weights, 1 << (ResampleAxis.BITS - 2));
        return new ResampleAxis(size, first.length, 4, first, count, weights);
    }

    /** The least of a few calls: the compiler may be at work in one. */
    private static long allocated(Runnable run) {
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            run.run();
            least = Math.min(least, thread.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
