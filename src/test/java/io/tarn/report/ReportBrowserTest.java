package io.tarn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tarn.measure.SlowImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report in a real browser. The page and screenshots of it are left in {@code target/report-screenshots}. */
class ReportBrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "report-screenshots");

    private static Browser browser;
    private static Path page;

    @BeforeAll
    static void open() throws IOException {
        Optional<String> chromium = Browser.executable();
        assumeTrue(chromium.isPresent(), "skipped: there is no chromium on the PATH (apt-get install chromium)");
        Files.createDirectories(SCREENSHOTS);
        page = SCREENSHOTS.resolve("report.html").toAbsolutePath();
        List<RunReport.Sample> samples = new ArrayList<>();
        for (String photo : List.of("china.jpg", "flower.jpg", "life.jpg")) {
            Path file = Path.of("jobs", "tutorial", "photos", photo);
            String id = samples.isEmpty() ? SampleRun.EVIL : photo;
            samples.add(SampleRun.sample(id, ImageIO.read(file.toFile())));
        }
        Files.writeString(page, SampleRun.report(samples).html());
        browser = Browser.start(
                chromium.get(), Files.createTempDirectory(Path.of("target").toAbsolutePath(), "chromium"));
    }

    @AfterAll
    static void close() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"400, light", "400, dark", "1280, light", "1280, dark"})
    void drawsItsChartsWithoutComplaintOrOverflow(int width, String scheme) throws IOException {
        browser.view(width, scheme);
        browser.open(page);

        assertThat(browser.evaluate("document.documentElement.scrollWidth")).isEqualTo("" + width);
        if (width == 1280) {
            String hidden = "(t => t.scrollWidth - t.clientWidth)(document.querySelector('.steps').parentElement)";
            assertThat(browser.evaluate(hidden))
                    .as("pixels of the step table to scroll to")
                    .isEqualTo("0");
        }
        for (String chart : new String[] {"latency", "sizes", "timeline", "throughput"}) {
            assertThat(paintedPixels(chart)).as(chart).isGreaterThan(500);
        }
        assertThat(browser.problems()).isEmpty();
        Files.write(
                SCREENSHOTS.resolve(width + "-" + scheme + ".png"),
                Base64.getDecoder().decode(browser.screenshot()));
    }

    @Test
    void showsEveryTaskInTheTimeline() {
        browser.view(1280, "light");
        browser.open(page);

        assertThat(browser.evaluate(
                        "Chart.getChart('timeline').data.datasets.reduce((sum, set) => sum + set.data.length, 0)"))
                .isEqualTo("" + SampleRun.tasks().size());
    }

    @Test
    void followsTheSchemeWhenItChanges() {
        browser.view(1280, "light");
        browser.open(page);
        String light = browser.evaluate("getComputedStyle(document.body).backgroundColor");
        browser.view(1280, "dark");

        assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(light);
        browser.evaluate("new Promise(done => { const poll = () =>"
                + " Chart.defaults.color === '#94a4af' ? done() : setTimeout(poll, 20); poll(); })");
    }

    /** Long names break, so that the numbers beside them can be seen. */
    @ParameterizedTest
    @CsvSource({"x, 200", "deep/, 40"})
    void breaksLongNames(String part, int times) throws IOException {
        SlowImage slow = new SlowImage(part.repeat(times) + "y.jpg", 1, "decode", null, 1, 1, 1);
        Path path = SCREENSHOTS.resolve("long-names.html").toAbsolutePath();
        Files.writeString(path, SampleRun.slow(slow).html());
        browser.view(1280, "light");
        browser.open(path);

        assertThat(browser.evaluate("(t => t.scrollWidth - t.clientWidth)(document.querySelector('.scroll'))"))
                .isEqualTo("0");
    }

    @Test
    void showsHostileNamesAsText() {
        browser.open(page);

        assertThat(browser.evaluate("document.scripts.length")).isEqualTo("3");
        assertThat(browser.evaluate("document.body.innerText.includes('<script>alert(1)</script>.jpg')"))
                .isEqualTo("true");
    }

    @Test
    void letsNoOtherScriptRunAndLoadsNothing() {
        browser.open(page);
        browser.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.broken=1\">')");
        browser.evaluate("new Promise(done => setTimeout(done, 300))");

        assertThat(browser.evaluate("window.broken")).isEqualTo("undefined");
        assertThat(browser.evaluate("performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:')"
                        + " && e.transferSize > 0).length"))
                .isEqualTo("0");
    }

    private static int paintedPixels(String canvas) {
        return Integer.parseInt(browser.evaluate("(() => { const c = document.getElementById('" + canvas + "');"
                + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                + " return d.filter((v, i) => i % 4 === 3 && v > 0).length; })()"));
    }
}
