package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.plan.Setting;
import io.tarn.spark.source.FileGroup;
import io.tarn.spark.source.Listing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardSizesTest {
    private static final double TWO_MINUTES = 120_000;
    private final List<Listing.Entry> entries = Collections.nCopies(
            2_000_000, new Listing.Entry(new org.apache.hadoop.fs.Path("in"), "a.jpg", 0, 100_000, 1));

    /** How long shards take where an image takes so long. */
    private List<Double> millis(double millisPerImage, int shards) {
        ShardSizes sizes = new ShardSizes(plan().output(), Plan.Holds.IMAGES, 2);
        List<Double> took = new ArrayList<>();
        int first = 0;
        for (int number = 0; number < shards; number++) {
            Shard shard = sizes.next(number, entries, first);
            assertThat(shard.first()).isEqualTo(first);
            first = shard.end();
            double millis = (shard.end() - shard.first()) * millisPerImage;
            took.add(millis);
            sizes.took(FileGroup.weight(entries.subList(shard.first(), first)), Math.round(millis));
        }
        return took;
    }

    @Test
    void shardsTakeAboutTwoMinutes() {
        for (double millisPerImage : List.of(1.0, 20.0, 500.0)) {
            List<Double> took = millis(millisPerImage, 8);

            assertThat(took.subList(5, 8))
                    .as("%s ms an image: %s", millisPerImage, took)
                    .allSatisfy(millis -> assertThat(millis).isCloseTo(TWO_MINUTES, within(TWO_MINUTES / 10)));
        }
    }

    @Test
    void aSmallRestJoinsTheLast() {
        ShardSizes sizes =
                new ShardSizes(plan(Setting.set("output.shard_images=4")).output(), Plan.Holds.IMAGES, 2);
        assertThat(sizes.next(0, entries.subList(0, 5), 0).end()).isEqualTo(4);
        assertThat(sizes.next(1, entries.subList(0, 5), 4).end()).isEqualTo(5);

        ShardSizes two = new ShardSizes(plan().output(), Plan.Holds.IMAGES, 2);
        int end = two.next(0, entries, 0).end();
        assertThat(two.next(0, entries.subList(0, end + end / 8), 0).end()).isEqualTo(end + end / 8);
    }

    private static Plan plan(Setting... settings) {
        return JobFile.read(Path.of("jobs/tutorial.yaml"), List.of(settings));
    }
}
