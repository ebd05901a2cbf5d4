package io.tarn.measure;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** What one step did, in one task or, merged, in all of them. Percentiles are exact to 3 digits after any merging. */
public final class StepStats implements Serializable {
    private static final long serialVersionUID = 1;

    private final int position;
    private final String step;
    private final String output;
    private final String kernel;
    private final long images;
    private final TreeMap<String, Long> failures;
    private final long totalNanos;
    private final long bytesIn;
    private final long bytesOut;
    private final long pixelsIn;
    private final long pixelsOut;
    private final byte[] latency;

    StepStats(
            int position,
            String step,
            String output,
            String kernel,
            long images,
            TreeMap<String, Long> failures,
            long totalNanos,
            long bytesIn,
            long bytesOut,
            long pixelsIn,
            long pixelsOut,
            byte[] latency) {
        this.position = position;
        this.step = step;
        this.output = output;
        this.kernel = kernel;
        this.images = images;
        this.failures = failures;
        this.totalNanos = totalNanos;
        this.bytesIn = bytesIn;
        this.bytesOut = bytesOut;
        this.pixelsIn = pixelsIn;
        this.pixelsOut = pixelsOut;
        this.latency = latency;
    }

    /** All of it as plain values, from which {@link #of} makes it again. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("position", position);
        values.put("step", step);
        values.put("output", output);
        values.put("kernel", kernel);
        values.put("images", images);
        values.put("failures", failures);
        values.put("total_nanos", totalNanos);
        values.put("bytes_in", bytesIn);
        values.put("bytes_out", bytesOut);
        values.put("pixels_in", pixelsIn);
        values.put("pixels_out", pixelsOut);
        values.put("latency", Base64.getEncoder().encodeToString(latency));
        return values;
    }

    /** What {@link #values} told. */
    public static StepStats of(Map<String, ?> values) {
        TreeMap<String, Long> failures = new TreeMap<>();
        ((Map<?, ?>) values.get("failures")).forEach((error, count) -> failures.put((String) error, whole(count)));
        return new StepStats(
                (int) whole(values.get("position")),
                (String) values.get("step"),
                (String) values.get("output"),
                (String) values.get("kernel"),
                whole(values.get("images")),
                failures,
                whole(values.get("total_nanos")),
                whole(values.get("bytes_in")),
                whole(values.get("bytes_out")),
                whole(values.get("pixels_in")),
                whole(values.get("pixels_out")),
                Base64.getDecoder().decode((String) values.get("latency")));
    }

    private static long whole(Object number) {
        return ((Number) number).longValue();
    }

    /** One for each step and output, in the plan's order. */
    public static List<StepStats> merge(Collection<StepStats> parts) {
        Sum sum = new Sum();
        sum.add(parts);
        return sum.stats();
    }

    /** Merges statistics as they come. Times stay decoded until all are there: to encode them takes longest by far. */
    public static final class Sum {
        private final TreeMap<Integer, StepSum> byPosition = new TreeMap<>();

        public void add(Collection<StepStats> parts) {
            for (StepStats part : parts) {
                byPosition
                        .computeIfAbsent(part.position, position -> new StepSum(part))
                        .add(part);
            }
        }

        /** One for each step and output, in the plan's order. */
        public List<StepStats> stats() {
            return byPosition.values().stream().map(StepSum::stats).toList();
        }
    }

    private static final class StepSum {
        private final StepStats first;
        private final TreeMap<String, Long> failures = new TreeMap<>();
        private final Histogram latency = emptyHistogram();
        private String kernel = "";
        private long images;
        private long totalNanos;
        private long bytesIn;
        private long bytesOut;
        private long pixelsIn;
        private long pixelsOut;

        StepSum(StepStats first) {
            this.first = first;
        }

        void add(StepStats part) {
            if (!first.step.equals(part.step)) {
                throw new IllegalArgumentException(first.step + " and " + part.step + " are not the same step");
            }
            part.failures.forEach((error, count) -> failures.merge(error, count, Long::sum));
            latency.add(decode(part.latency));
            kernel = join(kernel, part.kernel);
            images += part.images;
            totalNanos += part.totalNanos;
            bytesIn += part.bytesIn;
            bytesOut += part.bytesOut;
            pixelsIn += part.pixelsIn;
            pixelsOut += part.pixelsOut;
        }

        StepStats stats() {
            TreeMap<String, Long> errors = new TreeMap<>(failures);
            errors.values().removeIf(count -> count == 0);
            return new StepStats(
                    first.position,
                    first.step,
                    first.output,
                    kernel,
                    images,
                    errors,
                    totalNanos,
                    bytesIn,
                    bytesOut,
                    pixelsIn,
                    pixelsOut,
                    encode(latency));
        }
    }

    /** What takes these counts out of others when they are merged; times stay. */
    public StepStats negated() {
        TreeMap<String, Long> errors = new TreeMap<>(failures);
        errors.replaceAll((error, count) -> -count);
        return new StepStats(
                position,
                step,
                output,
                "",
                -images,
                errors,
                0,
                -bytesIn,
                -bytesOut,
                -pixelsIn,
                -pixelsOut,
                encode(emptyHistogram()));
    }

    /**
     * The step table: a row for each step and output, in the plan's order, and one for the time that no step accounts
     * for, so that all add up to the tasks' time.
     *
     * @param parts the statistics of every task
     * @param taskNanos how long the tasks ran, all together
     */
    public static List<StepRow> rows(Collection<StepStats> parts, long taskNanos) {
        List<StepStats> steps = merge(parts);
        long stepNanos = steps.stream().mapToLong(StepStats::totalNanos).sum();
        long allNanos = Math.max(taskNanos, stepNanos);
        List<StepRow> rows = new ArrayList<>();
        for (StepStats step : steps) {
            rows.add(step.row(allNanos));
        }
        int end = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).position + 1;
        rows.add(outside(end, allNanos - stepNanos, allNanos));
        return rows;
    }

    /** The row of the step table, of tasks that ran so long all together. */
    public StepRow row(long taskNanos) {
        Histogram histogram = decode(latency);
        long calls = histogram.getTotalCount();
        return new StepRow(
                position,
                step,
                output,
                images,
                failures.values().stream().mapToLong(Long::longValue).sum(),
                failures.isEmpty() ? null : told(failures),
                totalNanos,
                ratio(totalNanos, taskNanos),
                ratio(images * 1e9, totalNanos),
                calls == 0 ? 0 : totalNanos / calls,
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(95),
                histogram.getValueAtPercentile(99),
                calls == 0 ? 0 : histogram.getMaxValue(),
                bytesIn,
                bytesOut,
                pixelsIn,
                pixelsOut,
                kernel);
    }

    private static StepRow outside(int position, long nanos, long taskNanos) {
        return new StepRow(
                position,
                StepRow.SPARK,
                null,
                0,
                0,
                null,
                nanos,
                ratio(nanos, taskNanos),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                "");
    }

    /** As {@code truncated 41, too_large 2}, the commonest first. */
    private static String told(Map<String, Long> failures) {
        return failures.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(failure -> failure.getKey() + " " + failure.getValue())
                .collect(Collectors.joining(", "));
    }

    private static double ratio(double part, double whole) {
        return whole > 0 ? part / whole : 0;
    }

    public int position() {
        return position;
    }

    public String step() {
        return step;
    }

    /** The output it belongs to, or null for a step that all outputs share. */
    public String output() {
        return output;
    }

    public long images() {
        return images;
    }

    /** How many images failed here, by error class. */
    public Map<String, Long> failures() {
        return failures;
    }

    public long totalNanos() {
        return totalNanos;
    }

    static Histogram emptyHistogram() {
        return new Histogram(3);
    }

    static String join(String kernels, String other) {
        if (kernels.equals(other)) {
            return kernels;
        }
        return Stream.of(kernels, other)
                .flatMap(each -> Stream.of(each.split("\\+")))
                .filter(kernel -> !kernel.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining("+"));
    }

    static byte[] encode(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int size = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Arrays.copyOf(buffer.array(), size);
    }

    private static Histogram decode(byte[] encoded) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), 0);
        } catch (DataFormatException broken) {
            throw new IllegalStateException("a histogram did not survive its transfer", broken);
        }
    }
}
