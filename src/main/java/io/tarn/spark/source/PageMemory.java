package io.tarn.spark.source;

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
 * The memory of a Parquet file's pages until they are written, or of a row group while it is read, lent again instead of
 * left as garbage: a photograph's would be three times what is written of it, and new memory has to be cleared. The next
 * file takes what the last one used. For one thread.
 */
public final class PageMemory implements ByteBufferAllocator, AutoCloseable {
    /** What is lent may be larger than what was asked for by this factor. */
    private static final int SLACK = 2;

    /** What closed files used: one that is written and one that is read ask for other sizes. */
    private static final Spares<Buffers> WRITTEN = new Spares<>();

    private static final Spares<Buffers> READ = new Spares<>();

    private final Spares<Buffers> left;
    private final Buffers inherited;
    private Buffers spare = new Buffers();
    private final Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());

    private PageMemory(Spares<Buffers> left) {
        this.left = left;
        Buffers last = left.take();
        inherited = last == null ? new Buffers() : last;
    }

    public static PageMemory toWrite() {
        return new PageMemory(WRITTEN);
    }

    static PageMemory toRead() {
        return new PageMemory(READ);
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
        left.leave(spare);
        spare = new Buffers();
    }

    @Override
    public boolean isDirect() {
        return false;
    }
}
