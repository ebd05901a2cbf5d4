package io.tarn.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.measure.StageRow;
import io.tarn.measure.StepRow;
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
