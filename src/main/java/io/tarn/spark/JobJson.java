package io.tarn.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tarn.measure.StepRow;
import io.tarn.plan.Explain;
import io.tarn.plan.Plan;
import io.tarn.spark.source.InputException;
import io.tarn.spark.source.Listing;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** The account of a run in {@code job.json}: written when it starts, and again when it is finished. */
final class JobJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Map<String, Object> content;

    private JobJson(Map<String, Object> content) {
        this.content = content;
    }

    static JobJson start(Plan plan, JavaSparkContext spark, Listing listing) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("state", "running");
        content.put("name", plan.name());
        content.put("started", Instant.now().toString());
        describe(content, plan, spark, listing, listing.entries());
        return new JobJson(content);
    }

    /** Of a run that goes on with what another began. */
    static JobJson resume(String text, Plan plan, JavaSparkContext spark, Listing listing, ShardLog log)
            throws JsonProcessingException {
        Map<String, Object> content = parse(text);
        List.of("finished", "wall_millis", "images_now", "reason").forEach(content::remove);
        content.put("state", "running");
        content.put("name", plan.name());
        content.put("resumed", Instant.now().toString());
        content.put("images_done", new RunTotals(log.records()).images());
        describe(content, plan, spark, listing, log.entries());
        return new JobJson(content);
    }

    /**
     * What a run does, and on what.
     *
     * @param entries all that the output is to hold, of earlier runs too
     */
    private static void describe(
            Map<String, Object> content,
            Plan plan,
            JavaSparkContext spark,
            Listing listing,
            List<Listing.Entry> entries) {
        content.put("images", Listing.images(entries));
        content.put("encoded_bytes", ErrorLimit.bytes(entries));
        content.put("roots", listing.roots().stream().map(Path::toString).toList());
        content.put("fingerprint", plan.fingerprint());
        content.put("input_fingerprint", Listing.fingerprint(entries));
        content.put("plan", plan.resolved());
        content.put("explained", Explain.text(plan));
        content.put("versions", Versions.all());
        content.put("master", spark.master());
        content.put("cores", spark.defaultParallelism());
        content.put("application_id", spark.sc().applicationId());
    }

    /** Of a run whose driver was killed. */
    static JobJson died(Map<String, Object> content, RunTotals totals, long wallMillis) {
        long before = content.get("images_done") instanceof Number done ? done.longValue() : 0;
        long now = totals.images() - before;
        return new JobJson(content).failed("The driver died before it could say why.", totals, now, wallMillis);
    }

    JobJson failed(Exception failure, RunTotals totals, long imagesNow, long wallMillis) {
        String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return failed(reason, totals, imagesNow, wallMillis);
    }

    private JobJson failed(String reason, RunTotals totals, long imagesNow, long wallMillis) {
        Map<String, Object> ended = new LinkedHashMap<>(content);
        ended.put("images_done", totals.images());
        ended.put("images_now", imagesNow);
        ended.put("failed", totals.failed());
        ended.put("state", "failed");
        ended.put("finished", Instant.now().toString());
        ended.put("wall_millis", wallMillis);
        ended.put("reason", reason);
        return new JobJson(ended);
    }

    /** Of a run that was not cut off; its reason is that of status 3. */
    JobJson ended(RunResult result, double maxRate) {
        Map<String, Object> done = new LinkedHashMap<>(content);
        done.put("state", result.stopped() ? "stopped" : "finished");
        String reason = result.reason(maxRate);
        if (reason != null) {
            done.put("reason", reason + ".");
        }
        done.put("finished", Instant.now().toString());
        done.put("wall_millis", result.wallMillis());
        if (!result.stopped()) {
            done.put("images", result.images());
        }
        done.put("images_done", result.images());
        done.put("images_now", result.imagesNow());
        done.put("failed", result.failed());
        done.put("error_rows", result.errorRows());
        Map<String, String> kernels = new TreeMap<>();
        for (StepRow step : result.steps()) {
            if (!step.kernel().isEmpty()) {
                kernels.put(step.output() == null ? step.step() : step.output() + "." + step.step(), step.kernel());
            }
        }
        done.put("kernels", kernels);
        return new JobJson(done);
    }

    /** What a job.json holds. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> parse(String text) throws JsonProcessingException {
        if (text.isBlank()) { // which a version that did not rename what it wrote left when it was killed
            throw new InputException(
                    "output.path",
                    "the job.json there is empty, so that nobody knows what ran; begin anew with --overwrite");
        }
        return JSON.readValue(text, Map.class);
    }

    String text() {
        try {
            return JSON.writeValueAsString(content) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
