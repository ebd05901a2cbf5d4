package io.tarn.spark.source;

import java.lang.ref.SoftReference;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * What tasks used and leave to the next ones of their process, last in first out, until the heap has no room for it. The
 * memory of a task lives long enough to be copied about by the collector, and new memory has to be cleared.
 */
public final class Spares<T> {
    private final Deque<SoftReference<T>> left = new ConcurrentLinkedDeque<>();

    /** Leaves it; whoever does must not touch it any more. */
    public void leave(T spare) {
        left.addFirst(new SoftReference<>(spare));
    }

    /** The last that was left, which nobody else gets, or null. */
    public T take() {
        SoftReference<T> next;
        while ((next = left.pollFirst()) != null) {
            T spare = next.get();
            if (spare != null) {
                return spare;
            }
        }
        return null;
    }
}
