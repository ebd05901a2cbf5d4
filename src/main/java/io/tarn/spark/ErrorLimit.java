package io.tarn.spark;

import io.tarn.spark.source.Listing;
import java.util.List;
import java.util.Locale;

/** {@code errors.max_rate} of all images of a run, which it may reach before all are done. */
final class ErrorLimit {
    /** What few images show may be chance, and a shard of few is soon done. */
    private static final long ENOUGH_IMAGES = 1000;

    private final double maxRate;
    private final long images;
    private final long bytes;

    ErrorLimit(double maxRate, List<Listing.Entry> entries) {
        this.maxRate = maxRate;
        this.images = Listing.images(entries);
        this.bytes = bytes(entries);
    }

    static long bytes(List<Listing.Entry> entries) {
        return entries.stream().mapToLong(Listing.Entry::length).sum();
    }

    /**
     * True where more images have failed than may fail in the whole run. Where no listing tells how many images there
     * are, the bytes that were read tell how many to expect.
     */
    boolean isExceeded(long failed, long seen, long seenBytes) {
        if (images != Listing.UNKNOWN) {
            return failed > maxRate * images;
        }
        double expected = Math.max(1, (double) bytes / Math.max(1, seenBytes)) * seen;
        return seen >= ENOUGH_IMAGES && failed > maxRate * expected;
    }

    /** True where these alone, of a shard in flight, are worth being judged, and have failed too often. */
    boolean isGoingWrong(long failed, long seen) {
        return seen >= ENOUGH_IMAGES && failed > maxRate * seen;
    }

    /** With a digit behind the point, or so many that a small share is not 0.0 %. */
    static String percent(double share) {
        double percent = 100 * share;
        return String.format(Locale.ROOT, percent > 0 && percent < 0.1 ? "%.2g %%" : "%.1f %%", percent);
    }

    String reason(long failed, long seen, FailureTally why) {
        String most = why.most();
        return String.format(
                Locale.ROOT,
                "%,d of %,d images so far failed, more than errors.max_rate allows (%s of all%s)%s",
                failed,
                seen,
                percent(maxRate),
                images == Listing.UNKNOWN ? "" : String.format(Locale.ROOT, " %,d", images),
                most == null ? "" : "; most are " + most);
    }
}
