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
        boolean hasCards,
        List<Gallery.Card> cards,
        boolean hasStages,
        List<Stage> stages,
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
            String wall,
            String run,
            String cpu,
            String gc,
            String read,
            String written,
            String spilt,
            String peak,
            String failure) {}

    record Example(String id, String where, String message) {}

    record Reason(String error, String count, List<Example> examples) {}
}
