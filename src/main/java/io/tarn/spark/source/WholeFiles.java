package io.tarn.spark.source;

import io.tarn.pipeline.EncodedImage;
import io.tarn.plan.Plan;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Reads those files of a group that are one item each. Other threads read the next ones while the task works, so that it
 * seldom waits: an object store takes ten times as long to begin an answer as a photograph takes to be pooled.
 */
final class WholeFiles implements Closeable {
    private static final int LOCAL_THREADS = 1;
    private static final int REMOTE_THREADS = 16;
    private static final int LOCAL_FILES = 8;
    private static final int REMOTE_FILES = 32;

    /** How much is read ahead, and how much memory is kept for it. One file may be larger. */
    static final long MOST_BYTES = 16L << 20;

    /** The buffers of those that are closed. */
    private static final Spares<List<byte[]>> LEFT = new Spares<>();

    private final Plan.Input input;
    private final FileGroup group;
    private final Storage storage;
    private final long maxBytes;
    private final Deque<Read> ahead = new ArrayDeque<>();
    private final PriorityQueue<FileBytes> spare = new PriorityQueue<>(
            Comparator.comparingInt((FileBytes bytes) -> bytes.buffer().length).reversed());
    private ExecutorService threads;
    private int mostFiles;
    private int next;
    private long aheadBytes;
    private long spareBytes;
    private FileBytes inUse;

    /** A file that is being read. */
    private record Read(int i, FileBytes bytes, Future<Item> item) {}

    WholeFiles(Plan.Input input, FileGroup group, Configuration conf) {
        this.input = input;
        this.group = group;
        this.storage = new Storage(conf);
        this.maxBytes = Math.min(input.decode().maxEncodedBytes(), FileBytes.MOST);
    }

    /** The file at that place of the group, to be asked for in the group's order; its bytes are valid until the next call. */
    Item read(int i) throws IOException {
        if (threads == null) {
            start(i);
        }
        spareLast();
        if (ahead.size() <= mostFiles / 2) {
            readAhead();
        }
        Read read = ahead.remove();
        if (read.i != i) {
            throw new IllegalStateException("asked for file " + i + " of the group where " + read.i + " is next");
        }
        aheadBytes -= group.length(i);
        Item item = await(read.item);
        inUse = read.bytes;
        return item;
    }

    private void start(int i) {
        boolean local = Storage.isLocal(group.path(i));
        mostFiles = local ? LOCAL_FILES : REMOTE_FILES;
        next = i;
        List<byte[]> left = LEFT.take();
        if (left != null) {
            left.forEach(buffer -> spare(new FileBytes(storage, buffer)));
        }
        threads = Executors.newFixedThreadPool(local ? LOCAL_THREADS : REMOTE_THREADS, task -> {
            Thread thread = new Thread(task, "tarn read ahead");
            thread.setDaemon(true);
            return thread;
        });
    }

    private void readAhead() {
        while (ahead.size() < mostFiles && next < group.size()) {
            int i = next;
            long length = group.length(i);
            if (!ahead.isEmpty() && aheadBytes + length > MOST_BYTES) {
                return;
            }
            next++;
            if (Listing.isImage(input, group.id(i))) {
                Path path = group.path(i);
                FileBytes bytes = spare();
                ahead.add(new Read(i, bytes, threads.submit(() -> read(i, path, bytes))));
                aheadBytes += length;
            }
        }
    }

    private FileBytes spare() {
        FileBytes bytes = spare.poll();
        if (bytes == null) {
            return new FileBytes(storage);
        }
        spareBytes -= bytes.buffer().length;
        return bytes;
    }

    private void spareLast() {
        if (inUse != null) {
            spare(inUse);
            inUse = null;
        }
    }

    private void spare(FileBytes bytes) {
        spare.add(bytes);
        spareBytes += bytes.buffer().length;
        if (spareBytes > MOST_BYTES && spare.size() > 1) {
            spare();
        }
    }

    private Item read(int i, Path path, FileBytes bytes) {
        String id = group.id(i);
        long length = group.length(i);
        if (length > maxBytes) {
            return Item.failed(id, "too_large", length + " bytes are more than the " + maxBytes + " allowed", length);
        }
        try {
            int count = Tries.of(() -> bytes.read(path, length));
            return Item.of(new EncodedImage(id, bytes.buffer(), count, PartitionFolders.values(id)), count);
        } catch (FileNotFoundException missing) {
            String why = Paths.isGarbled(id) ? "its name is not UTF-8; rename it" : missing.getMessage();
            return Item.failed(id, "missing", String.valueOf(why), length);
        } catch (IOException unreadable) {
            return Item.failed(id, "unreadable", String.valueOf(unreadable.getMessage()), length);
        } catch (OutOfMemoryError tooLarge) {
            return Item.failed(id, "too_large", length + " bytes are more than there is memory for", length);
        }
    }

    private static Item await(Future<Item> item) throws IOException {
        try {
            return item.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw new IOException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a file was read", interrupted);
        }
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
            spareLast();
            if (!spare.isEmpty()) { // what is still being read into is not among them
                LEFT.leave(spare.stream().map(FileBytes::buffer).toList());
                spare.clear();
            }
        }
    }
}
