package io.tarn.spark;

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
 * would be three times what is written of it, and new memory has to be cleared. For one thread.
 */
final class PageMemory implements ByteBufferAllocator {
    /** What is lent may be larger than what was asked for by this factor. */
    private static final int SLACK = 2;

    private final TreeMap<Integer, Deque<ByteBuffer>> spare = new TreeMap<>();
    private final Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override
    public ByteBuffer allocate(int size) {
        Map.Entry<Integer, Deque<ByteBuffer>> fitting = spare.ceilingEntry(size);
        ByteBuffer buffer;
        if (fitting == null || fitting.getKey() > (long) size * SLACK) {
            buffer = ByteBuffer.allocate(size);
        } else {
            buffer = fitting.getValue().pop().clear().limit(size);
            if (fitting.getValue().isEmpty()) {
                spare.remove(fitting.getKey());
            }
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
        spare.computeIfAbsent(buffer.capacity(), capacity -> new ArrayDeque<>()).push(buffer);
    }

    @Override
    public boolean isDirect() {
        return false;
    }
}
