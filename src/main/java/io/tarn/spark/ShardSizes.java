package io.tarn.spark;

import io.tarn.plan.Plan;
import io.tarn.spark.source.FileGroup;
import io.tarn.spark.source.Listing;
import java.util.List;

/** Cuts the listing into shards: of so many images where the job says so, otherwise of about two minutes each. */
final class ShardSizes {
    private static final long MILLIS = 120_000;
    private static final long FIRST_BYTES_PER_CORE = 1L << 30;
    /** A remainder smaller than this share of a shard joins it. */
    private static final double REMAINDER = 0.25;

    private static final double MOST_GROWTH = 4;

    private final Plan.Output output;
    private double weight;

    ShardSizes(Plan.Output output, Plan.Holds holds, int cores) {
        this.output = output;
        this.weight = (double) FIRST_BYTES_PER_CORE * FileGroup.bytesPerEncodedByte(holds) * cores;
    }

    /** The next shard, which begins at that entry. */
    Shard next(int number, List<Listing.Entry> entries, int first) {
        int end = first;
        if (output.shardImages() > 0) {
            for (long images = 0; end < entries.size() && images < output.shardImages(); end++) {
                images += Math.max(1, entries.get(end).images());
            }
            return new Shard(number, first, end);
        }
        double sum = 0;
        while (end < entries.size() && sum < weight) {
            sum += FileGroup.weight(entries.subList(end, ++end));
        }
        boolean remains = FileGroup.weight(entries.subList(end, entries.size())) > REMAINDER * weight;
        return new Shard(number, first, remains ? end : entries.size());
    }

    /** Learns from how long a shard took. */
    void took(long shardWeight, long millis) {
        double growth = (double) MILLIS / Math.max(1, millis);
        weight = shardWeight * Math.min(MOST_GROWTH, growth);
    }
}
