package io.tarn.spark;

import io.tarn.spark.source.Spares;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.parquet.bytes.ByteBufferAllocator;

/**
 * The memory of a Parquet file's pages until they are written, lent again instead of left as garbage: a photograph's
 * would be three times what is written of it, and new memory has to be cleared. The next file takes what the last one
 * used. For one thread.
 */
final class PageMemory implements ByteBufferAllocator, AutoCloseable {
    /** What is lent may be larger than what was asked for by this factor. */
    private static final int SLACK = 2;

    /** What closed files used. */
    private static final Spares<Buffers> LEFT = new Spares<>();

    private final Buffers inherited;
    private Buffers spare = new Buffers();
    private final Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());

    PageMemory() {
        Buffers left = LEFT.take();
        inherited = left == null ? new Buffers() : left;
    }

    /** Buffers by size. */
    private static final class Buffers {
        private final TreeMap<Integer, Deque<ByteBuffer>> bySize = new TreeMap<>();

        /** The smallest that fits, or null. */
        ByteBuffer take(int size) {
            Map.Entry<Integer, Deque<ByteBuffer>> fitting = bySize.ceilingEntry(size);
            if (fitting == null || fitting.getKey() > (long) size * SLACK) {
                return null;
            }
            ByteBuffer buffer = fitting.getValue().pop().clear().limit(size);
            if (fitting.getValue().isEmpty()) {
                bySize.remove(fitting.getKey());
            }
            return buffer;
        }

        void add(ByteBuffer buffer) {
            bySize.computeIfAbsent(buffer.capacity(), capacity -> new ArrayDeque<>())
                    .push(buffer);
        }
    }

    @Override
    public ByteBuffer allocate(int size) {
        ByteBuffer buffer = spare.take(size);
        if (buffer == null) {
            buffer = inherited.take(size);
        }
        if (buffer == null) {
            buffer = ByteBuffer.allocate(size);
        }
        lent.add(buffer);
        return buffer;
    }

    /** Takes back what was lent. */
    @Override
    public void release(ByteBuffer buffer) {
        if (!lent.remove(buffer)) {
            throw new IllegalArgumentException("was not lent, or came back before");
        }
        spare.add(buffer);
    }

    /** Leaves to the next what was used and came back. What comes back later, from a file that broke, is not left. */
    @Override
    public void close() {
        LEFT.leave(spare);
        spare = new Buffers();
    }

    @Override
    public boolean isDirect() {
        return false;
    }
}
