package io.tarn.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.tarn.measure.Legible;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns a report into what {@code report.html} shows: texts and widths, no numbers left to format. */
final class ReportPage {
    private static final String CHART_LIBRARY = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";
    private static final int EXAMPLES = 3;

    private ReportPage() {}

    static String html(RunReport report) {
        Template template = Mustache.compiler()
                .escapeHTML(true)
                .withEscaper(text -> Escapers.HTML.escape(Legible.onPage(text)))
                .nullValue("")
                .compile(resource("report.html"));
        return template.execute(page(report));
    }

    private static Page page(RunReport report) {
        RunReport.Run run = report.run();
        Verdict verdict = new Verdict(report);
        String end = run.end().name().toLowerCase(Locale.ROOT);
        boolean isGood = run.end() == RunReport.End.FINISHED && run.reason() == null;
        double largest =
                report.steps().stream().mapToDouble(StepRow::totalNanos).reduce(verdict.otherMillis() * 1e6, Math::max);
        String library = script(chartLibrary());
        String script = script(resource("report.js"));
        List<Gallery.Card> cards = Gallery.cards(report.samples());
        return new Page(
                run.name(),
                isGood ? "good" : end,
                end.replace('_', ' '),
                verdict.happened(),
                verdict.limit(),
                run.start()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", " UTC"),
                run.output(),
                facts(report, verdict),
                !report.steps().isEmpty(),
                report.steps().stream()
                        .filter(StepRow::isStep)
                        .map(row -> step(row, report.imagesOf(row), verdict, largest))
                        .toList(),
                other(verdict, largest),
                !report.timeline().isEmpty(),
                !report.failureCounts().isEmpty(),
                reasons(report),
                !report.slowest().isEmpty(),
                report.slowest().stream().map(RunTables::slow).toList(),
                !report.effects().isEmpty(),
                RunTables.shifts(report.effects()),
                report.effects().stream().map(RunTables::effect).toList(),
                !cards.isEmpty(),
                cards,
                !report.stages().isEmpty(),
                report.stages().stream().map(RunTables::stage).toList(),
                report.executors().stream().map(RunTables::executor).toList(),
                run.plan(),
                run.environment().entrySet().stream()
                        .map(entry -> new Page.Fact(entry.getKey(), entry.getValue()))
                        .toList(),
                resource("report.css"),
                Charts.json(report),
                library,
                script,
                hash(library) + " " + hash(script));
    }

    private static List<Page.Fact> facts(RunReport report, Verdict verdict) {
        RunReport.Run run = report.run();
        List<Page.Fact> facts = new ArrayList<>();
        facts.add(new Page.Fact("images pooled", Units.count(run.images())));
        facts.add(new Page.Fact("failed", Units.count(run.failed())));
        facts.add(new Page.Fact("wall time", Units.millis(run.wallMillis())));
        facts.add(new Page.Fact("images a second", Units.number(Verdict.share(run.now() * 1000.0, run.wallMillis()))));
        facts.add(new Page.Fact("busy, of " + run.cores() + " cores", Units.percent(verdict.busy())));
        facts.add(new Page.Fact(
                "read",
                Units.bytes(
                        report.stages().stream().mapToLong(StageRow::inputBytes).sum())));
        facts.add(new Page.Fact(
                "written",
                Units.bytes(report.stages().stream()
                        .mapToLong(StageRow::outputBytes)
                        .sum())));
        return facts;
    }

    private static Page.Step step(StepRow row, double images, Verdict verdict, double largestNanos) {
        return new Page.Step(
                row.step(),
                row.step().equals("write") ? "a task" : row.output(),
                width(row.totalNanos(), largestNanos),
                Units.percent(Verdict.share(row.totalNanos() / 1e6, verdict.taskMillis())),
                Units.nanos(row.totalNanos()),
                Units.nanos(row.meanNanos()),
                Units.nanos(row.p50Nanos()),
                Units.nanos(row.p95Nanos()),
                Units.nanos(row.p99Nanos()),
                Units.nanos(row.maxNanos()),
                Units.count(row.images()),
                Units.count(row.failed()),
                row.failed() > 0 ? "bad" : "",
                Units.bytes(row.bytesIn() / images) + " → " + Units.bytes(row.bytesOut() / images),
                row.kernel().replace("+", ", "));
    }

    private static Page.Other other(Verdict verdict, double largestNanos) {
        double millis = verdict.otherMillis();
        return new Page.Other(
                width(millis * 1e6, largestNanos),
                Units.percent(Verdict.share(millis, verdict.taskMillis())),
                Units.millis(millis));
    }

    private static String width(double part, double largest) {
        return String.format(Locale.ROOT, "%.1f", 100 * Verdict.share(part, largest));
    }

    /** The commonest first. */
    private static List<Page.Reason> reasons(RunReport report) {
        return report.failureCounts().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> reason(entry.getKey(), entry.getValue(), examples(report.failures(), entry.getKey())))
                .toList();
    }

    private static Page.Reason reason(String error, long count, List<Page.Example> examples) {
        String shown = examples.size() < count ? "the first " + examples.size() + ", all are in errors/" : "";
        return new Page.Reason(error, Units.count(count), shown, examples);
    }

    private static List<Page.Example> examples(List<RunReport.Failure> failures, String error) {
        return failures.stream()
                .filter(failure -> failure.error().equals(error))
                .limit(EXAMPLES)
                .map(failure -> new Page.Example(
                        failure.id(),
                        failure.output() == null ? failure.step() : failure.output() + " · " + failure.step(),
                        failure.message()))
                .toList();
    }

    /** Marked so that XML readers take the page as well. */
    private static String script(String code) {
        return "//<![CDATA[\n" + code + "\n//]]>";
    }

    private static String chartLibrary() {
        String library = resource(CHART_LIBRARY);
        return library.substring(0, library.lastIndexOf("//# sourceMappingURL"));
    }

    /** How the page's security policy names a script that may run; no other does. */
    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
