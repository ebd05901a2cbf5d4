package io.tarn.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskMeterTest {
    private final TaskMeter task = new TaskMeter();
    private final StepMeter decode = task.step(1, "decode", null);
    private final StepMeter pool = task.step(2, "max_pool2d", "max");

    @Test
    void keepsTheSlowestImagesWithTheirStepAndSize() {
        for (int i = 0; i < 1000; i++) {
            image("image-" + i, i * 7919 % 1000);
        }
        decode.failed(5_000_000, "truncated");
        task.imageDone("cut", 33);

        List<SlowImage> slowest = task.slowest();

        assertThat(slowest).hasSize(20);
        assertThat(slowest.get(0).id()).isEqualTo("cut");
        assertThat(slowest.get(0).pixels()).isZero();
        assertThat(slowest).extracting(SlowImage::totalNanos).startsWith(5_000_000L, 3L * 999, 3L * 998, 3L * 997);
        SlowImage second = slowest.get(1);
        assertThat(second.step()).isEqualTo("max_pool2d");
        assertThat(second.output()).isEqualTo("max");
        assertThat(second.stepNanos()).isEqualTo(2 * 999);
        assertThat(second.encodedBytes()).isEqualTo(999);
        assertThat(second.pixels()).isEqualTo(600);
    }

    @Test
    void theSlowestOfARunAreThoseOfItsTasks() {
        TaskMeter other = new TaskMeter();
        StepMeter step = other.step(1, "decode", null);
        for (int i = 0; i < 30; i++) {
            image("mine-" + i, 10 + i);
            step.ok(1_000 + i, 1, 1);
            other.imageDone("theirs-" + i, 1);
        }
        List<SlowImage> both = new ArrayList<>(task.slowest());
        both.addAll(other.slowest());

        assertThat(SlowImage.slowest(both))
                .hasSize(20)
                .extracting(SlowImage::id)
                .startsWith("theirs-29", "theirs-28")
                .allMatch(id -> id.startsWith("theirs"));
    }

    @Test
    void theStepTableAddsUpToTheTasksTime() {
        image("a", 1_000);
        decode.failed(500, "truncated");
        decode.failed(500, "truncated");
        decode.failed(0, "too_large");

        List<StepRow> rows = StepStats.rows(task.steps(), 8_000);

        assertThat(rows).extracting(StepRow::step).containsExactly("decode", "max_pool2d", "spark");
        assertThat(rows).extracting(StepRow::totalNanos).containsExactly(2_000L, 2_000L, 4_000L);
        assertThat(rows.stream().mapToDouble(StepRow::timeShare).sum()).isEqualTo(1);
        assertThat(rows.get(0).failures()).isEqualTo("truncated 2, too_large 1");
        assertThat(rows.get(1).failures()).isNull();
        assertThat(rows.get(1).imagesPerCoreSecond()).isEqualTo(500_000);
        assertThat(rows.get(1).pixelsIn()).isEqualTo(600);
        assertThat(rows.get(1).pixelsOut()).isEqualTo(150);
    }

    @Test
    void recordingAnImageAllocatesNothing() {
        String[] ids = new String[64];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = "image-" + i;
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        record(ids); // grows the histograms to their size
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) { // the JVM makes a few objects of its own while it compiles
            long before = threads.getCurrentThreadAllocatedBytes();
            record(ids);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(least).isZero();
    }

    private void record(String[] ids) {
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < ids.length; i++) {
                image(ids[i], round * 1_000 + i);
            }
        }
    }

    /** Pooling takes twice the time of decoding. */
    private void image(String id, long nanos) {
        decode.ok(nanos, nanos, 1_800);
        decode.pixels(0, 600);
        pool.ok(2 * nanos, 1_800, 450);
        pool.pixels(600, 150);
        task.imageDone(id, nanos);
    }
}
