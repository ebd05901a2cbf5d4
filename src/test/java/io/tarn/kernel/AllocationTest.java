package io.tarn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No kernel leaves garbage, whatever else has run in the JVM: vectors that the compiler fails to keep in registers
 * become objects, hundreds of thousands of bytes a call, and the loop several times slower.
 */
class AllocationTest {
    private static final int CHANNELS = 64;
    private static final int SIDE = 56;
    private static final int SMALL_SIDE = 7;

    /** A vector or two for a whole plane; one for each of its rows would already be several times as much. */
    private static final long FEW_BYTES = CHANNELS * 2 * 64 + 1;

    private static final long WARM_NANOS = 12_000_000;
    private static final long LEAST_NANOS = 5_000_000_000L;
    private static final long MOST_NANOS = 60_000_000_000L;
    private static final String END = "all kernels ran";

    @TempDir
    private Path folder;

    private final float[] in = new float[CHANNELS * SIDE * SIDE + 64];
    private final float[] out = new float[in.length];
    private final byte[] bytesIn = new byte[in.length];
    private final byte[] bytesOut = new byte[in.length];
    private final long[] indices = new long[in.length];

    private record Named(String name, Runnable run) {}

    /** With the serial collector, which a JVM of one core has, the compiler was misled nearly always. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC"})
    void noKernelLeavesGarbageAfterAllOthersRan(String collector) throws IOException, InterruptedException {
        assumeTrue(Implementation.current().isVector(), Implementation.current().reason());
        assertThat(leavingGarbageInANewJvm(collector)).isEmpty();
    }

    /** New, for what was compiled before must not depend on the order of test classes. */
    private List<String> leavingGarbageInANewJvm(String collector) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "@conf/jvm.options",
                        collector,
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
                || System.nanoTime() - start < MOST_NANOS
                        && !all.stream().allMatch(each -> allocated(each.run) < FEW_BYTES));
        return all.stream()
                .filter(each -> allocated(each.run) >= FEW_BYTES)
                .map(Named::name)
                .toList();
    }

    private static void warm(Named each) {
        for (long start = System.nanoTime(); System.nanoTime() - start < WARM_NANOS; ) {
            each.run.run();
        }
    }

    private List<Named> kernels() {
        List<Named> all = new ArrayList<>();
        for (int side : new int[] {SIDE, SMALL_SIDE}) {
            for (int[] frame : new int[][] {{2, 2, 0}, {3, 2, 1}, {3, 1, 1}, {3, 3, 0}}) {
                Axis axis = new Axis(
                        side,
                        (side + 2 * frame[2] - frame[0]) / frame[1] + 1,
                        frame[0],
                        frame[1],
                        frame[2],
                        frame[2],
                        1);
                Window window = new Window(CHANNELS, Axis.SINGLE, axis, axis);
                Divisor divisor = Divisor.taps(window);
                String name = window + " ";
                all.add(floats(name + "max", Pooling.max(Element.FLOAT32, window)));
                all.add(floats(name + "argmax", Pooling.maxWithIndices(Element.FLOAT32, window)));
                all.add(floats(name + "average", Pooling.average(Element.FLOAT32, window, divisor)));
                all.add(floats(name + "sum", Pooling.sum(Element.FLOAT32, window)));
                all.add(floats(name + "norm", Pooling.norm(window, divisor, 4)));
                Kernel bytes = Pooling.max(Element.UINT8, window);
                all.add(new Named(name + "uint8", () -> bytes.run(bytesIn, bytesOut, null)));
            }
            CascadeSum means = Pooling.cascadeSum(Element.FLOAT32);
            all.add(new Named("means " + side, () -> means.means(in, side * side, CHANNELS, out)));
            for (int size : new int[] {7, 32}) {
                Span span = Span.adaptive(side, size);
                Regions regions = new Regions(Span.SINGLE, span, span);
                all.add(regions("argmax " + size, Pooling.regionMax(Element.FLOAT32), regions, indices));
                all.add(regions("max " + size, Pooling.regionMax(Element.FLOAT32), regions, null));
                all.add(regions("average " + size, Pooling.regionAverage(Element.FLOAT32), regions, null));
            }
        }
        return all;
    }

    private Named floats(String name, Kernel kernel) {
        return new Named(name, () -> kernel.run(in, out, indices));
    }

    private Named regions(String name, RegionKernel kernel, Regions regions, long[] indices) {
        return new Named("adaptive " + name + " of " + regions.width().in(), () -> {
            for (int c = 0; c < CHANNELS; c++) {
                kernel.run(in, c * regions.inPlane(), regions, out, c * regions.outPlane(), indices);
            }
        });
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
