package io.tarn.report;

import io.tarn.measure.ExecutorRow;
import io.tarn.measure.SlowImage;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import io.tarn.measure.TaskRow;
import io.tarn.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A made-up run of two executors in which something of everything happened. */
final class SampleRun {
    static final String EVIL = "<script>alert(1)</script>.jpg";

    private SampleRun() {}

    static RunReport report(List<RunReport.Sample> samples) {
        return new RunReport(
                run(),
                stages(),
                timeline(tasks()),
                ExecutorRow.of(tasks(), Map.of("0", 2)),
                steps(),
                List.of(new SlowImage(EVIL, 93_000_000, "max_pool2d", "max", 61_000_000, 4_200_000, 12_192_768)),
                Map.of("truncated", 41L, "not an image", 12L),
                failures(),
                List.of(
                        new RunReport.Effect("input maps", "resize", 1, List.of(0.213, 0.334)),
                        new RunReport.Effect("max", "max_pool2d", 4, List.of(0.157, Double.NaN))),
                samples);
    }

    /** One in which nothing failed, and without images to show. */
    static RunReport report(RunReport.Run run, List<StageRow> stages, List<TaskRow> tasks, List<StepRow> steps) {
        return new RunReport(
                run, stages, timeline(tasks), List.of(), steps, List.of(), Map.of(), List.of(), List.of(), List.of());
    }

    /** One that measured nothing. */
    static RunReport bare(Map<String, Long> counts, List<RunReport.Failure> failures, List<RunReport.Sample> samples) {
        return new RunReport(
                run(),
                List.of(),
                timeline(List.of()),
                List.of(),
                List.of(),
                List.of(),
                counts,
                failures,
                List.of(),
                samples);
    }

    /** One of which only that image is known. */
    static RunReport slow(SlowImage image) {
        return new RunReport(
                run(),
                List.of(),
                timeline(List.of()),
                List.of(),
                List.of(),
                List.of(image),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }

    static RunReport.Run run() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("tarn", "0.1.0");
        environment.put("Spark", "4.1.0");
        environment.put("Java", "17.0.15, OpenJDK 64-Bit Server VM");
        environment.put("CPU", "2 × Intel Xeon <Platinum> & more");
        environment.put("kernels", "vector, 512 bits");
        return new RunReport.Run(
                "tutorial",
                RunReport.End.FINISHED,
                null,
                19_947,
                53,
                20_000,
                Instant.parse("2026-11-22T21:00:00Z"),
                21_400,
                4,
                "file:/data/out/tutorial",
                "resize          [?,?,?] uint8 -> [128,128,3] uint8\ngrayscale       [128,128,1] uint8\n"
                        + "to_tensor       [1,128,128] float32\nfeature_maps    [4,128,128] float32",
                environment);
    }

    static RunReport.Sample sample(String id, BufferedImage photo) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Figure.Row row : Tutorial.rows(photo).subList(2, 5)) {
            outputs.put(row.name(), row.tensor());
        }
        return new RunReport.Sample(id, Tutorial.picture(photo), outputs);
    }

    static List<StepRow> steps() {
        List<StepRow> steps = new ArrayList<>();
        add(steps, "decode", null, 1_320, 52_000, 820_000, "java+opencv");
        add(steps, "resize", null, 640, 820_000, 49_152, "vector512");
        add(steps, "grayscale", null, 21, 49_152, 16_384, "scalar");
        add(steps, "to_tensor", null, 14, 16_384, 65_536, "scalar");
        add(steps, "feature_maps", null, 58, 65_536, 262_144, "scalar");
        add(steps, "max_pool2d", "max", 18, 262_144, 65_536, "vector512");
        add(steps, "avg_pool2d", "avg", 36, 262_144, 65_536, "vector512");
        add(steps, "adaptive_max_pool2d", "adaptive", 29, 262_144, 16_384, "scalar");
        return steps;
    }

    private static void add(
            List<StepRow> steps, String step, String output, long micros, long in, long out, String kernel) {
        long nanos = micros * 1000;
        boolean decodes = step.equals("decode");
        steps.add(new StepRow(
                steps.size(),
                step,
                output,
                19_947,
                decodes ? 53 : 0,
                decodes ? "truncated 41, not an image 12" : null,
                19_947 * nanos,
                0,
                1e9 / nanos,
                nanos,
                nanos * 9 / 10,
                nanos * 2,
                nanos * (decodes ? 7 : 3),
                nanos * 20,
                19_947 * in,
                19_947 * out,
                0,
                0,
                kernel));
    }

    /** A step in which nothing happened but time passing. */
    static StepRow step(int position, String step, String output, long images, long totalNanos) {
        return new StepRow(position, step, output, images, 0, null, totalNanos, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "");
    }

    static Timeline timeline(List<TaskRow> tasks) {
        Timeline timeline = new Timeline(ExecutorRow.of(tasks, Map.of()));
        tasks.forEach(timeline::add);
        return timeline;
    }

    static List<TaskRow> tasks() {
        Random random = new Random(4);
        List<TaskRow> tasks = new ArrayList<>();
        long start = 1_795_381_200_000L;
        for (int core = 0; core < 4; core++) {
            long at = start + 300 + random.nextInt(200);
            for (int i = 0; i < 9; i++) {
                long millis = core == 3 && i == 6 ? 5_200 : 1_500 + random.nextInt(900);
                String status = core == 1 && i == 3
                        ? "failed"
                        : core == 3 && i == 6 ? "killed" : core == 0 && i == 7 ? "duplicate" : "ok";
                String kind = core == 2 && i == 5 ? "retry" : core == 0 && i == 8 ? "speculative" : "first";
                tasks.add(task(tasks.size(), kind, status, "" + core / 2, at, millis));
                at += millis + 15 + random.nextInt(30);
            }
        }
        return tasks;
    }

    private static TaskRow task(int index, String kind, String status, String executor, long launch, long millis) {
        return new TaskRow(
                1,
                0,
                index,
                0,
                index,
                kind,
                status,
                executor,
                "node-" + executor,
                launch,
                launch + millis,
                millis - 20,
                millis * 900_000,
                millis / 30,
                4,
                16,
                28_000_000,
                570,
                80_000_000,
                570,
                0,
                300_000_000,
                status.equals("failed") ? "ExecutorLostFailure" : null);
    }

    /** A first attempt that read and wrote nothing. */
    static TaskRow task(int index, String status, long runMillis, long cpuNanos, long gcMillis) {
        return new TaskRow(
                0, 0, index, 0, index, "first", status, "0", "host", 0, runMillis, runMillis, cpuNanos, gcMillis, 0, 0,
                0, 0, 0, 0, 0, 0, null);
    }

    static List<StageRow> stages() {
        return List.of(
                StageRow.of(
                        new StageRow.Attempt(0, 0, "list " + EVIL, 240, null),
                        4,
                        List.of(task(0, "ok", 190, 120_000_000, 4))),
                StageRow.of(new StageRow.Attempt(1, 0, "pool and write", 20_600, null), 4, tasks()));
    }

    private static List<RunReport.Failure> failures() {
        return List.of(
                new RunReport.Failure(
                        EVIL,
                        null,
                        "decode",
                        "truncated",
                        "the JPEG ends after 1,024 of 52,341 bytes & <b>no more</b>"),
                new RunReport.Failure("b/图片 100%#.jpg", null, "decode", "truncated", "the JPEG ends after 88 bytes"),
                new RunReport.Failure(
                        "notes.txt", "max", "decode", "not an image", "starts with \"Dear\" 'colleague`"));
    }
}
