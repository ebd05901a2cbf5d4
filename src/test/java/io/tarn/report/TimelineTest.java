package io.tarn.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.measure.ExecutorRow;
import io.tarn.measure.TaskRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final int TASKS = 200_000;

    /** Each of the next second, and of one image; every hundredth is twice as long. */
    @Test
    void drawsTheLongestTasksAndCountsTheImagesOfAll() {
        Timeline timeline = new Timeline(ExecutorRow.of(List.of(task(0), task(TASKS - 1)), Map.of()));
        long before = usedBytes();
        for (int i = 0; i < TASKS; i++) {
            timeline.add(task(i));
        }

        assertThat(usedBytes() - before).as("not all are kept").isLessThan(TASKS * 20L);
        assertThat(timeline.longest())
                .hasSize(3000)
                .isSortedAccordingTo((a, b) -> Long.compare(a.launchMillis(), b.launchMillis()))
                .filteredOn(task -> task.index() % 100 == 0)
                .hasSize(TASKS / 100);
        assertThat(timeline.throughput()).hasSize(60).allSatisfy(point -> assertThat((double) point.get("rate"))
                .isCloseTo(1, org.assertj.core.data.Offset.offset(0.01)));
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static TaskRow task(int index) {
        long launch = 1_000L * index;
        long millis = index % 100 == 0 ? 2_000 : 1_000;
        return new TaskRow(
                0,
                0,
                index,
                0,
                index,
                "first",
                "ok",
                "0",
                "host",
                launch,
                launch + millis,
                millis,
                0,
                0,
                0,
                0,
                0,
                1,
                0,
                1,
                0,
                0,
                null);
    }
}
