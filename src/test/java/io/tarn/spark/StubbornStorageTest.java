package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.plan.Setting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.TaskCompletionListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A storage that does not remove the notes of attempts when it is asked to. */
class StubbornStorageTest {
    private static final CountDownLatch ENDED = new CountDownLatch(1);
    private static JavaSparkContext spark;

    @TempDir
    Path out;

    /** Local files of which those are removed only when so many requests have failed. */
    public static final class Stubborn extends RawLocalFileSystem {
        static final AtomicInteger FAILURES = new AtomicInteger();

        @Override
        public URI getUri() {
            return URI.create("stubborn:///");
        }

        @Override
        public String getScheme() {
            return "stubborn";
        }

        @Override
        public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
            if (path.getName().startsWith("attempts-") && FAILURES.getAndDecrement() > 0) {
                throw new IOException("planted");
            }
            return super.delete(path, recursive);
        }
    }

    @BeforeAll
    static void start() {
        spark = new JavaSparkContext(new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.hadoop.fs.stubborn.impl", Stubborn.class.getName()));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void aShardWhoseNotesStayIsPooledAgain() throws Exception {
        Stubborn.FAILURES.set(1);

        RunResult result = LocalRuns.pool(plan(), spark);

        assertThat(Stubborn.FAILURES.get()).isNegative();
        assertThat(result.images()).isEqualTo(12);
        assertThat(Sql.ids(out)).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void whatAFailedShardWroteIsRemovedThoughItsNotesAreNot() {
        Stubborn.FAILURES.set(1);
        Plan plan = Planted.in(plan(), Planted.deathAt("life.jpg", Integer.MAX_VALUE));

        assertThatThrownBy(() -> LocalRuns.pool(plan, spark)).hasMessageContaining("planted");

        assertThat(Stubborn.FAILURES.get()).isZero();
        assertThat(out.resolve("_temporary")).doesNotExist();
    }

    @Test
    void whatATaskWritesAfterItsJobFailedIsRemovedToo() throws Exception {
        Stubborn.FAILURES.set(0);
        Plan plan = Planted.in(plan(), context -> {
            if (TaskContext.getPartitionId() == 0) {
                throw new LinkageError("planted");
            }
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> ENDED.countDown());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500)); // and opens its files after that
        });

        assertThatThrownBy(() -> LocalRuns.pool(plan, spark)).hasMessageContaining("planted");

        ENDED.await();
        assertThat(out.resolve("_temporary")).doesNotExist();
    }

    private Plan plan() {
        return JobFile.read(Path.of("jobs/tutorial.yaml"), List.of(Setting.output("stubborn:" + out)));
    }
}
