package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.plan.Plan;
import io.tarn.spark.source.FileGroup;
import io.tarn.spark.source.Listing;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver does with a million files before the first task: list, cut into shards and partitions, keep a log. */
class MillionFilesTest {
    private static final long MILLION = 1_000_000;
    private static final long TWO_GIBIBYTES = 2L << 30;

    @TempDir
    Path folder;

    @Test
    void aMillionFilesAreListedAndCutWithinTwoGibibytes() throws Exception {
        assertThat(Runtime.getRuntime().maxMemory()).as("the heap of the tests").isLessThanOrEqualTo(TWO_GIBIBYTES);
        long start = System.nanoTime();
        Listing listing = Listing.of(List.of("many:///photos"), ManyFiles.configuration());
        long listed = System.nanoTime();

        assertThat(listing.images()).isEqualTo(MILLION);
        assertThat(listing.bytes()).isEqualTo(MILLION * ManyFiles.FILE_BYTES);
        assertThat(listing.entries().get(0).id()).isEqualTo("0000/photo-0000.jpg");
        assertThat(listing.entries().get(999_999).id()).isEqualTo("0999/photo-0999.jpg");

        OutputFolder out = OutputFolder.of(folder.toString(), new Configuration(false));
        ShardLog.start(out, listing.entries());
        long logged = System.nanoTime();
        ShardLog log = ShardLog.load(out);
        assertThat(log.entries()).isEqualTo(listing.entries());

        ShardSizes sizes = new ShardSizes(new Plan.Output("out", 0), 100);
        int first = 0;
        int files = 0;
        for (int number = 0; first < MILLION; number++) {
            Shard shard = sizes.next(number, log.entries(), first);
            List<Listing.Entry> entries = log.entries().subList(shard.first(), shard.end());
            for (FileGroup group : FileGroup.split(entries, FileGroup.partitions(entries, 100))) {
                files += group.size();
            }
            first = shard.end();
        }
        assertThat(files).isEqualTo(MILLION);

        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.printf(
                "1,000,000 files: listed in %.1f s, log written in %.1f s, %,d MiB of heap with both listings%n",
                (listed - start) / 1e9, (logged - listed) / 1e9, heap >> 20);
    }
}
