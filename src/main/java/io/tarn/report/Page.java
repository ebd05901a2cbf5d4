package io.tarn.report;

import java.util.List;

/** What {@code report.html} fills in: formatted texts, and CSS widths in per cent. */
record Page(
        String name,
        String end,
        String endText,
        String happened,
        String limit,
        String start,
        String output,
        List<Fact> facts,
        boolean hasSteps,
        List<Step> steps,
        Other other,
        boolean hasTasks,
        boolean hasReasons,
        List<Reason> reasons,
        boolean hasSlowest,
        List<Slow> slowest,
        boolean hasEffects,
        List<String> shifts,
        List<Effect> effects,
        boolean hasCards,
        List<Gallery.Card> cards,
        boolean hasStages,
        List<Stage> stages,
        List<Executor> executors,
        String plan,
        List<Fact> environment,
        String style,
        String data,
        String chartLibrary,
        String script,
        String scriptHashes) {

    record Fact(String label, String value) {}

    record Step(
            String step,
            String output,
            String width,
            String share,
            String total,
            String mean,
            String p50,
            String p95,
            String p99,
            String max,
            String images,
            String failed,
            String failedClass,
            String bytes,
            String kernel) {}

    record Other(String width, String share, String total) {}

    record Stage(
            String id,
            String name,
            int tasks,
            int failed,
            String failedClass,
            int killed,
            int speculative,
            String wall,
            String run,
            String p50,
            String p95,
            String max,
            String skew,
            String cpu,
            String gc,
            String delay,
            String read,
            String written,
            String spilt,
            String peak,
            String failure) {}

    record Executor(
            String id,
            String host,
            String cores,
            int tasks,
            int failed,
            String failedClass,
            int killed,
            String images,
            String run,
            String cpu,
            String gc,
            String read,
            String written,
            String peak,
            String worked) {}

    record Slow(String id, String total, String step, String output, String stepTime, String size) {}

    record Effect(String name, String detail, String reduction, List<String> changes) {}

    record Example(String id, String where, String message) {}

    record Reason(String error, String count, String shown, List<Example> examples) {}
}
