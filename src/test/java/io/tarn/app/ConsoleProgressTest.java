package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aPipeGetsALineEveryTenSeconds() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AtomicLong now = new AtomicLong(7 * SECOND);
        try (ConsoleProgress progress =
                ConsoleProgress.lines("photos", new PrintStream(out, true, StandardCharsets.UTF_8), now::get)) {
            progress.start(0, 10_000);
            for (int second = 1; second <= 25; second++) {
                now.addAndGet(SECOND);
                progress.done(second * 100L);
            }
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
                        photos: 1,000 of 10,000 images, 100 images/s, 1 min 30 s left
                        photos: 2,000 of 10,000 images, 100 images/s, 1 min 20 s left
                        """);
    }

    @Test
    void ratesOfAFewAreNotRoundedToNone() {
        assertThat(Account.rate(0.0469)).isEqualTo("0.0469");
        assertThat(Account.rate(1.24)).isEqualTo("1.24");
        assertThat(Account.rate(231.4)).isEqualTo("231");
        assertThat(Account.rate(12_345.6)).isEqualTo("12,346");
    }

    @Test
    void durationsReadAsPeopleSayThem() {
        assertThat(Account.duration(850)).isEqualTo("850 ms");
        assertThat(Account.duration(3140)).isEqualTo("3.1 s");
        assertThat(Account.duration(245_000)).isEqualTo("4 min 05 s");
        assertThat(Account.duration(7_380_000)).isEqualTo("2 h 03 min");
    }
}
