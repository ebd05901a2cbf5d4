package io.tarn.spark;

import io.tarn.pipeline.Failure;
import org.apache.spark.util.AccumulatorV2;

/**
 * What failed in a task so far, which heartbeats bring to the driver while it runs. Each task counts for itself: the sum
 * that Spark makes counts retried tasks twice, and nobody reads it.
 */
final class FailureCount extends AccumulatorV2<Failure, FailureTally> {
    private static final long serialVersionUID = 1;

    /** What Spark calls it. */
    static final String NAME = "tarn: failed";

    /** Read by the thread of the heartbeats, which may have this before it is deserialised to the end: null is none. */
    private volatile FailureTally tally;

    @Override
    public void add(Failure failure) {
        tally = value().plus(failure);
    }

    /** Says that an image left no row in {@code data/}. */
    void addImage() {
        tally = value().plusImage();
    }

    @Override
    public FailureTally value() {
        FailureTally now = tally;
        return now == null ? FailureTally.NONE : now;
    }

    @Override
    public boolean isZero() {
        return value().isEmpty();
    }

    @Override
    public AccumulatorV2<Failure, FailureTally> copy() {
        FailureCount copy = new FailureCount();
        copy.tally = tally;
        return copy;
    }

    @Override
    public void reset() {
        tally = null;
    }

    @Override
    public void merge(AccumulatorV2<Failure, FailureTally> other) {
        tally = value().plus(other.value());
    }
}
