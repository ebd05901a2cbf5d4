package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.measure.Rows;
import io.tarn.measure.StepRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void tellsWhatGotSlowerAndFaster() {
        Comparison.Side before = new Comparison.Side(
                "out/a", job(20_000, "x"), List.of(step("decode", 4), step("resize", 8), step("spark", 1)));
        Comparison.Side after = new Comparison.Side(
                "out/b", job(10_000, "y"), List.of(step("decode", 4), step("resize", 2), step("crop", 1)));

        assertThat(new Comparison(before, after).text()).isEqualToNormalizingNewlines("""
                                         out/a     out/b  change
                  state               finished  finished
                  images                 1,000     1,000
                  failed                     3         3
                  cores                      2         2
                  wall time               20 s      10 s   −50 %
                  images a second           50       100  +100 %
                  task time an image     13 ms      7 ms   −46 %

                  step         time an image  change            p50  change           p95  change
                  decode         4 ms → 4 ms            3 ms → 3 ms           8 ms → 8 ms
                  resize         8 ms → 2 ms   −75 %  6 ms → 1.5 ms   −75 %  16 ms → 4 ms   −75 %
                  spark    only in the first
                  crop    only in the second

                  The plans differ. The inputs differ. An image takes 46.2 % less than before. The largest change is in resize: 6 ms less an image.
                """);
    }

    @Test
    void saysWhereThereIsNothingToCompare() {
        Comparison.Side failed = new Comparison.Side("out/a", Map.of("state", "failed"), List.of());

        assertThat(new Comparison(failed, failed).text())
                .contains("failed")
                .endsWith("A run that did not finish has no steps to compare." + System.lineSeparator());
    }

    private static Map<String, Object> job(int wallMillis, String fingerprint) {
        return Map.of(
                "state",
                "finished",
                "images",
                1000,
                "failed",
                3,
                "cores",
                2,
                "wall_millis",
                wallMillis,
                "fingerprint",
                fingerprint,
                "input_fingerprint",
                "input of " + fingerprint);
    }

    @Test
    void theRateOfAResumedRunIsOfItsOwnImages() {
        Comparison.Side resumed =
                new Comparison.Side("out", Map.of("images", 1000, "images_now", 400, "wall_millis", 8000), List.of());

        assertThat(resumed.imagesPerSecond()).isEqualTo(50);
    }

    /** Of what stands in a tar file nobody knows beforehand how much it is. */
    @Test
    void aRunThatStoppedIsComparedByWhatItDid() {
        Map<String, Object> job =
                Map.of("state", "stopped", "images", -1, "images_done", 1000, "images_now", 400, "wall_millis", 8000);
        Comparison.Side stopped = new Comparison.Side("out", job, List.of(step("decode", 4)));

        assertThat(stopped.imageNanos(step("decode", 4))).isEqualTo(4_000_000);
        assertThat(stopped.taskNanos()).isEqualTo(4_000_000);
        assertThat(new Comparison(stopped, stopped).text()).containsPattern("images +1,000 +1,000");
    }

    /** A thousand images of so many milliseconds. */
    private static StepRow step(String name, long millis) {
        long nanos = millis * 1_000_000;
        return Rows.of(
                StepRow.class,
                Map.of(
                        "step",
                        name,
                        "images",
                        1000L,
                        "total_nanos",
                        1000 * nanos,
                        "p50_nanos",
                        nanos * 3 / 4,
                        "p95_nanos",
                        2 * nanos));
    }
}
