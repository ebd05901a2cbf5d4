package io.tarn.app;

import io.tarn.image.DecodeOptions;
import io.tarn.image.Decoder;
import io.tarn.image.Filter;
import io.tarn.image.Header;
import io.tarn.image.Resize;
import io.tarn.measure.ExecutorRow;
import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.op.TensorType;
import io.tarn.pipeline.EncodedImage;
import io.tarn.pipeline.Failure;
import io.tarn.report.RunReport;
import io.tarn.report.Timeline;
import io.tarn.spark.OutputFolder;
import io.tarn.spark.StoredRun;
import io.tarn.spark.source.InputException;
import io.tarn.spark.source.SourceFile;
import io.tarn.spark.source.Tries;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Makes the report of a run from what the run stored, right after it or at any time later. */
final class Reports {
    private static final int SAMPLES = 12;
    private static final int EXAMPLES_OF_EACH = 3;
    /** The longer side of an image in the report, at most. */
    private static final int PICTURE_PIXELS = 512;
    /** Larger originals are not shown: all of them are in the driver's memory at once. */
    private static final long MOST_BYTES = 32 << 20;

    private Reports() {}

    static void write(OutputFolder folder, Configuration conf) throws IOException {
        folder.writeText(
                OutputFolder.REPORT, Tries.of(() -> report(folder, conf)).html());
    }

    private static RunReport report(OutputFolder folder, Configuration conf) throws IOException {
        StoredRun stored = new StoredRun(folder, conf);
        Map<String, Object> job = stored.job();
        List<StoredRun.Row> rows = stored.data(SAMPLES);
        List<EncodedImage> originals = originals(rows, job, conf);
        List<ExecutorRow> executors = stored.executors();
        Timeline timeline = new Timeline(executors);
        stored.tasks(timeline::add);
        return new RunReport(
                run(job, folder),
                stored.stages(),
                timeline,
                executors,
                stored.steps(),
                stored.slowest(),
                stored.failureCounts(),
                stored.failureExamples(EXAMPLES_OF_EACH).stream()
                        .map(Reports::failure)
                        .toList(),
                ShiftEffects.of(job.get("plan"), originals),
                samples(rows, originals));
    }

    private static RunReport.Run run(Map<String, Object> job, OutputFolder folder) {
        RunReport.End end = end(job);
        long failed = number(job, "failed");
        Map<String, String> environment = new LinkedHashMap<>();
        section(job, "versions").forEach((name, version) -> environment.put(name, String.valueOf(version)));
        environment.put("master", String.valueOf(job.get("master")));
        section(job, "kernels").forEach((step, kernel) -> environment.put(step + " runs on", String.valueOf(kernel)));
        return new RunReport.Run(
                String.valueOf(job.get("name")),
                end,
                (String) job.getOrDefault("reason", end == RunReport.End.FINISHED ? null : "It did not finish."),
                number(job, "images_done") - failed,
                failed,
                number(job, job.containsKey("images_now") ? "images_now" : "images_done"),
                Instant.parse(String.valueOf(job.get("started"))),
                number(job, "wall_millis"),
                (int) number(job, "cores"),
                folder.shown(),
                String.valueOf(job.get("explained")),
                environment);
    }

    private static RunReport.End end(Map<String, Object> job) {
        return switch (String.valueOf(job.get("state"))) {
            case "finished" -> RunReport.End.FINISHED;
            case "stopped" -> RunReport.End.STOPPED_EARLY;
            default -> RunReport.End.FAILED;
        };
    }

    private static RunReport.Failure failure(Failure failure) {
        return new RunReport.Failure(
                failure.id(), failure.output(), failure.step(), failure.error(), failure.message());
    }

    /** Those of the rows' images whose files are still found, and not huge. */
    private static List<EncodedImage> originals(List<StoredRun.Row> rows, Map<String, Object> job, Configuration conf)
            throws IOException {
        List<EncodedImage> originals = new ArrayList<>();
        for (StoredRun.Row row : rows) {
            byte[] file = original(job, row.id(), conf);
            if (file != null) {
                originals.add(new EncodedImage(row.id(), file));
            }
        }
        return originals;
    }

    private static List<RunReport.Sample> samples(List<StoredRun.Row> rows, List<EncodedImage> originals) {
        Map<String, Tensor> pictures = new ConcurrentHashMap<>();
        originals.parallelStream()
                .forEach(original -> picture(original).ifPresent(picture -> pictures.put(original.id(), picture)));
        return rows.stream()
                .map(row -> new RunReport.Sample(row.id(), pictures.get(row.id()), row.tensors()))
                .toList();
    }

    /** The image in RGB, reduced where it is large; none where it is not an image, broken, or too large for the memory. */
    private static Optional<Tensor> picture(EncodedImage original) {
        try {
            Header header = Header.peek(original.bytes(), original.length());
            int fraction = 8;
            while (fraction > 1 && Math.max(header.width(), header.height()) / fraction < PICTURE_PIXELS) {
                fraction /= 2;
            }
            try (Decoder decoder = new Decoder(DecodeOptions.defaults().withInexactDraft(fraction))) {
                Context context = new Context(original.id(), Map.of());
                Tensor picture = decoder.decode(original.bytes(), original.length(), new Workspace(), context);
                return Optional.of(reduced(picture, context).copy());
            }
        } catch (ImageException | OutOfMemoryError broken) {
            return Optional.empty();
        }
    }

    private static Tensor reduced(Tensor picture, Context context) {
        double scale = (double) PICTURE_PIXELS
                / Math.max(picture.shape().size(0), picture.shape().size(1));
        if (scale >= 1) {
            return picture;
        }
        List<Integer> size = Stream.of(0, 1)
                .map(side -> Math.max(1, (int) Math.round(picture.shape().size(side) * scale)))
                .toList();
        TensorType type = TensorType.image(picture.dtype(), picture.shape());
        return new Resize(size, Filter.BILINEAR).bind(type, new Workspace()).run(picture, context);
    }

    /** The image's file where it is still found below one of the run's folders, and not huge; or null. */
    private static byte[] original(Map<String, Object> job, String id, Configuration conf) throws IOException {
        Map<String, Object> decode = section(section(section(job, "plan"), "input"), "decode");
        String file = "all".equals(decode.get("frames")) ? id.replaceFirst("#[0-9]+$", "") : id;
        if (!(job.get("roots") instanceof List<?> roots)) {
            return null;
        }
        for (Object root : roots) {
            try {
                return SourceFile.readBelow(String.valueOf(root), file, MOST_BYTES, conf);
            } catch (InputException elsewhere) {
                continue;
            } catch (OutOfMemoryError tooLarge) {
                return null;
            }
        }
        return null;
    }

    private static long number(Map<String, Object> job, String key) {
        return job.get(key) instanceof Number number ? number.longValue() : 0;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(Map<String, Object> job, String key) {
        return job.get(key) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
