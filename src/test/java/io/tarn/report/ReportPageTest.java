package io.tarn.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.measure.ExecutorRow;
import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
import io.tarn.measure.TaskRow;
import io.tarn.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportPageTest {
    private static final BufferedImage PHOTO = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);

    @Test
    void showsEveryRow() throws Exception {
        String text =
                parse(SampleRun.report(samples(2)).html()).getDocumentElement().getTextContent();

        for (StepRow step : SampleRun.steps()) {
            assertThat(text).contains(step.step(), Units.nanos(step.totalNanos()), Units.nanos(step.p99Nanos()));
        }
        for (StageRow stage : SampleRun.stages()) {
            assertThat(text)
                    .contains(stage.name(), Units.millis(stage.wallMillis()), Units.millis(stage.runP95Millis()));
        }
        SampleRun.run().environment().forEach((name, value) -> assertThat(text).contains(name, value));
        assertThat(text)
                .contains("19,947 images pooled in 21.4 s, 53 failed.", "Limited by decode: ")
                .contains("truncated", "41", "not an image", "12", "b/图片 100%#.jpg", "2026-11-22 21:00:00 UTC")
                .contains("12,192,768 pixels", "node-1", "change at 2 pixels", "4 : 1", "15.7 %")
                .contains(SampleRun.run().plan(), SampleRun.run().output());
    }

    @Test
    void escapesWhatUsersAndFilesSay() throws Exception {
        String html = SampleRun.report(samples(1)).html();

        assertThat(html).doesNotContain("<script>alert", "<b>no more", "<Platinum>");
        assertThat(elements(parse(html), "script")).hasSize(3);
        assertThat(parse(html).getDocumentElement().getTextContent())
                .contains(SampleRun.EVIL, "52,341 bytes & <b>no more</b>", "starts with \"Dear\" 'colleague`");
    }

    @Test
    void replacesCharactersThatNoPageMayHold() throws Exception {
        RunReport.Failure failure = new RunReport.Failure("a\u0000\uD800\u001b[1m.jpg", null, "decode", "bad", "?");
        RunReport report = SampleRun.bare(Map.of("bad", 1L), List.of(failure), List.of());

        assertThat(parse(report.html()).getDocumentElement().getTextContent()).contains("a\uFFFD\uFFFD\uFFFD[1m.jpg");
    }

    @Test
    void tellsThatThereAreMoreFailuresThanItShows() throws Exception {
        String text =
                parse(SampleRun.report(samples(1)).html()).getDocumentElement().getTextContent();

        assertThat(text).contains("truncated 41 the first 2, all are in errors/");
        assertThat(text).contains("not an image 12 the first 1, all are in errors/");
        RunReport.Failure only = new RunReport.Failure("a.jpg", null, "decode", "bad", "?");
        assertThat(SampleRun.bare(Map.of("bad", 1L), List.of(only), List.of()).html())
                .doesNotContain("the first");
    }

    /** Two tasks write what was made of 1,000 images. */
    @Test
    void dividesWhatIsWrittenByImages() throws Exception {
        StepRow encode = bytes("encode", 1_000, 147_000_000);
        StepRow write = bytes("write", 2, 68_000_000);
        RunReport report = SampleRun.report(SampleRun.run(), List.of(), List.of(), List.of(encode, write));

        assertThat(parse(report.html()).getDocumentElement().getTextContent())
                .contains("write a task", "147 kB → 147 kB", "68 kB → 68 kB");
        assertThat(Charts.json(report)).contains("68000.0").doesNotContain("34000000");
    }

    private static StepRow bytes(String step, long images, long bytes) {
        return new StepRow(0, step, null, images, 0, null, 1, 0, 0, 1, 1, 1, 1, 1, bytes, bytes, 0, 0, "");
    }

    /** The third task begins on the core of the first, of whose end the driver hears a moment later. */
    @Test
    void drawsAsManyLanesAsThereAreCores() {
        List<TaskRow> tasks = List.of(task(0, 0, 1_000), task(1, 0, 3_000), task(2, 990, 3_000));
        RunReport report = new RunReport(
                SampleRun.run(),
                List.of(),
                SampleRun.timeline(tasks),
                ExecutorRow.of(tasks, Map.of("0", 2)),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of());

        assertThat(Charts.json(report).split("\"executor\"", -1)).hasSize(1 + 2);
    }

    private static TaskRow task(int index, long launch, long finish) {
        return new TaskRow(
                0, 0, index, 0, index, "first", "ok", "0", "host", launch, finish, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                null);
    }

    @Test
    void needsNothingBeside() throws Exception {
        String html = SampleRun.report(samples(1)).html();

        assertThat(elements(parse(html), "link")).isEmpty();
        assertThat(elements(parse(html), "img")).isNotEmpty().allSatisfy(image -> assertThat(image.getAttribute("src"))
                .startsWith("data:image/"));
        assertThat(html).contains("default-src 'none'").doesNotContain("sourceMappingURL");
    }

    @Test
    void drawsAtMostTwelveImagesAndTheirOutputs() throws Exception {
        Document page = parse(SampleRun.report(samples(20)).html());

        assertThat(elements(page, "img")).hasSize(12 * (1 + 3 * 4));
    }

    @Test
    void leavesOutOriginalsThatAreNotThere() throws Exception {
        RunReport.Sample sample = new RunReport.Sample("x", null, Map.of("max", Tensor.of(new float[] {1}, 1, 1)));
        RunReport report = SampleRun.bare(Map.of(), List.of(), List.of(sample));

        assertThat(elements(parse(report.html()), "img")).hasSize(1);
    }

    @Test
    void tellsOfARunThatMeasuredNothing() throws Exception {
        Document page = parse(SampleRun.bare(Map.of(), List.of(), List.of()).html());

        assertThat(page.getDocumentElement().getTextContent()).contains("No task was measured.");
        assertThat(elements(page, "table")).isEmpty();
        assertThat(elements(page, "canvas")).isEmpty();
    }

    static List<RunReport.Sample> samples(int count) {
        List<RunReport.Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(SampleRun.sample(i == 0 ? SampleRun.EVIL : i + ".jpg", PHOTO));
        }
        return samples;
    }

    private static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document page, String name) {
        NodeList nodes = page.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
