package io.tarn.app;

import io.tarn.pipeline.EncodedImage;
import io.tarn.pipeline.Failure;
import io.tarn.report.RunReport;
import io.tarn.spark.OutputFolder;
import io.tarn.spark.StoredRun;
import io.tarn.spark.source.InputException;
import io.tarn.spark.source.SourceFile;
import io.tarn.spark.source.Tries;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Makes the report of a run from what the run stored, right after it or at any time later. */
final class Reports {
    private static final int SAMPLES = 12;
    private static final int EXAMPLES_OF_EACH = 3;

    private Reports() {}

    static void write(OutputFolder folder, Configuration conf) throws IOException {
        folder.writeText("report.html", Tries.of(() -> report(folder, conf)).html());
    }

    private static RunReport report(OutputFolder folder, Configuration conf) throws IOException {
        StoredRun stored = new StoredRun(folder, conf);
        Map<String, Object> job = stored.job();
        List<RunReport.Sample> samples = samples(stored, job, conf);
        return new RunReport(
                run(job, folder),
                stored.stages(),
                stored.tasks(),
                stored.executors(),
                stored.steps(),
                stored.slowest(),
                stored.failureCounts(),
                stored.failureExamples(EXAMPLES_OF_EACH).stream()
                        .map(Reports::failure)
                        .toList(),
                ShiftEffects.of(job.get("plan"), originals(samples)),
                samples);
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
                end == RunReport.End.FINISHED ? null : String.valueOf(job.getOrDefault("reason", "It did not finish.")),
                number(job, "images_done") - failed,
                failed,
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

    private static List<RunReport.Sample> samples(StoredRun stored, Map<String, Object> job, Configuration conf)
            throws IOException {
        List<RunReport.Sample> samples = new ArrayList<>();
        for (StoredRun.Row row : stored.data(SAMPLES)) {
            samples.add(new RunReport.Sample(row.id(), original(job, row.id(), conf), row.tensors()));
        }
        return samples;
    }

    private static List<EncodedImage> originals(List<RunReport.Sample> samples) {
        return samples.stream()
                .filter(sample -> sample.original() != null)
                .map(sample -> new EncodedImage(sample.id(), sample.original()))
                .toList();
    }

    /** The image's file where it is still found below one of the run's folders, or null. */
    private static byte[] original(Map<String, Object> job, String id, Configuration conf) throws IOException {
        Map<String, Object> decode = section(section(section(job, "plan"), "input"), "decode");
        String file = "all".equals(decode.get("frames")) ? id.replaceFirst("#[0-9]+$", "") : id;
        if (!(job.get("roots") instanceof List<?> roots)) {
            return null;
        }
        for (Object root : roots) {
            try {
                return SourceFile.readBelow(String.valueOf(root), file, conf);
            } catch (InputException elsewhere) {
                continue;
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
