package io.tarn.bench;

import io.tarn.kernel.Implementation;
import io.tarn.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every case in one JVM, as in an executor: tarn, PyTorch and a copy of as many bytes in turn, round after round, and
 * the medians of the rounds. A round's time is the least of a few short series, so that a machine busy with something
 * else is not taken for a slow loop.
 */
final class Comparison {
    private static final long SERIES_NANOS = 2_000_000;

    /** Enough for a busy machine's compiler, which has some seconds of work with all loops. */
    private static final long WARM_UP_NANOS = 20_000_000_000L;

    private static final byte[] COPIED = new byte[128 << 20];
    private static final byte[] COPY = new byte[COPIED.length];

    /** Nanoseconds of copying {@link #COPIED}, far more than any cache holds, round by round. */
    private static final List<Double> MEMORY = new ArrayList<>();

    private final Case each;
    private final Runnable[] runs;
    private final long bytes;
    private final String kernel;
    private final List<double[]> rounds = new ArrayList<>();

    private Comparison(Case each, Tensor input, boolean withTorch) {
        this.each = each;
        Case.Bound bound = each.bind(input);
        bytes = bound.bytes();
        kernel = bound.step().kernel();
        int half = Math.toIntExact(bytes / 2);
        Runnable copy = () -> System.arraycopy(COPIED, 0, COPY, 0, half);
        runs = withTorch ? new Runnable[] {bound, copy, Torch.bind(each, input)} : new Runnable[] {bound, copy};
    }

    /** Arguments: rounds (11 where left out), and a part of the cases' names (all). */
    public static void main(String[] args) {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 11;
        String part = args.length > 1 ? args[1] : "";
        String torch = torch();
        System.out.printf(
                "tarn %s (%s), %s, JVM %s%n",
                Implementation.current().name(),
                Implementation.current().reason(),
                torch == null ? "no PyTorch" : torch,
                System.getProperty("java.vm.version"));
        Map<String, Tensor> inputs = new HashMap<>();
        List<Comparison> all = Case.all().stream()
                .filter(each -> each.label().contains(part))
                .map(each -> new Comparison(
                        each,
                        inputs.computeIfAbsent(each.dtype() + Arrays.toString(each.shape()), key -> each.input()),
                        torch != null))
                .toList();
        long start = System.nanoTime();
        for (int round = 0; round < 3 || System.nanoTime() - start < WARM_UP_NANOS; round++) {
            all.forEach(each -> each.round(true));
        }
        for (int round = 0; round < count; round++) {
            all.forEach(each -> each.round(false));
            MEMORY.add(series(() -> System.arraycopy(COPIED, 0, COPY, 0, COPIED.length), SERIES_NANOS));
        }
        MEMORY.sort(null);
        System.out.printf(
                Locale.ROOT,
                "memory is copied at %.1f GB/s, read and written bytes together%n",
                2 * COPIED.length / MEMORY.get(count / 2));
        System.out.printf(
                "%-56s %-9s %9s %7s %9s %7s %6s %6s %6s %9s%n",
                "case", "kernel", "tarn us", "spread", "torch us", "spread", "ratio", "copy", "memory", "bytes");
        all.forEach(Comparison::print);
        for (Case.Group group : Case.Group.values()) {
            summary(
                    group.label,
                    all.stream().filter(one -> one.each.group() == group).toList());
        }
        System.out.println(ratios(all));
    }

    private static String torch() {
        try {
            return Torch.version();
        } catch (LinkageError absent) {
            return null;
        }
    }

    private void round(boolean warmUp) {
        double[] nanos = new double[runs.length];
        for (int i = 0; i < runs.length; i++) {
            nanos[i] = Double.MAX_VALUE;
            for (int series = 0; series < 3; series++) {
                nanos[i] = Math.min(nanos[i], series(runs[i], warmUp ? 5 * SERIES_NANOS : SERIES_NANOS));
            }
        }
        if (!warmUp) {
            rounds.add(nanos);
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** Bytes that a call leaves to the garbage collector. */
    private long allocation() {
        runs[0].run();
        long before = allocated();
        runs[0].run();
        return allocated() - before;
    }

    private static double series(Runnable run, long least) {
        long start = System.nanoTime();
        int calls = 0;
        long passed;
        do {
            run.run();
            calls++;
            passed = System.nanoTime() - start;
        } while (passed < least);
        return (double) passed / calls;
    }

    private double[] sorted(int run) {
        return rounds.stream().mapToDouble(nanos -> nanos[run]).sorted().toArray();
    }

    private double median(int run) {
        return sorted(run)[rounds.size() / 2];
    }

    /** Half the distance from the first to the third quartile, over the median. */
    private double spread(int run) {
        double[] sorted = sorted(run);
        return (sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4]) / 2 / median(run);
    }

    private double ratio() {
        return runs.length > 2 ? median(2) / median(0) : Double.NaN;
    }

    /** The part of the bandwidth of a copy of as many bytes, which may lie in a cache. */
    private double roofline() {
        return median(1) / median(0);
    }

    /** The part of the bandwidth of a copy in memory, outside any cache. */
    private double memory() {
        return bytes / median(0) / (2 * COPIED.length / MEMORY.get(MEMORY.size() / 2));
    }

    private void print() {
        System.out.printf(
                Locale.ROOT,
                "%-56s %-9s %9.1f %6.0f%% %9.1f %6.0f%% %6.2f %6.2f %6.2f %9d%n",
                each.label(),
                kernel,
                median(0) / 1e3,
                100 * spread(0),
                runs.length > 2 ? median(2) / 1e3 : Double.NaN,
                runs.length > 2 ? 100 * spread(2) : Double.NaN,
                ratio(),
                roofline(),
                memory(),
                allocation());
    }

    private static void summary(String label, List<Comparison> some) {
        if (some.isEmpty()) {
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "%-16s %3d cases, copy %.2f, memory %.2f, %s%n",
                label,
                some.size(),
                geomean(some.stream().mapToDouble(Comparison::roofline).toArray()),
                geomean(some.stream().mapToDouble(Comparison::memory).toArray()),
                ratios(some));
    }

    private static String ratios(List<Comparison> some) {
        double[] ratios = some.stream().mapToDouble(Comparison::ratio).toArray();
        return String.format(
                Locale.ROOT,
                "geomean %.2f, slowest %.2f",
                geomean(ratios),
                Arrays.stream(ratios).min().orElseThrow());
    }

    private static double geomean(double[] values) {
        return Math.exp(Arrays.stream(values).map(Math::log).average().orElseThrow());
    }
}
