package io.tarn.spark;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.io.PositionOutputStream;

/**
 * Writes a local file past the page cache, behind the task: what a run writes is read much later, and getting that many
 * pages from the system can cost more than the disk does. Where the disk does not keep up, or the file system cannot do
 * it, the page cache takes the bytes as usual; so it does the end of a file, and small files.
 */
final class LocalStream extends PositionOutputStream {
    static final int PIECE = 1 << 20;

    /** How many pieces, of all files together, may wait for the disk. */
    static final int MOST_WAITING = 64;

    private static final int ALIGNMENT = 1 << 12;
    private static final Semaphore ROOM = new Semaphore(MOST_WAITING);
    private static final Queue<ByteBuffer> SPARE = new ConcurrentLinkedQueue<>();
    private static final Executor WRITER = writer();

    private final FileChannel file;
    private final FileChannel direct;
    private ByteBuffer piece = memory();
    private long start;
    private CompletableFuture<Void> lastWaiting = CompletableFuture.completedFuture(null);
    private volatile Throwable failure;

    /**
     * @param path of a file that is there, and empty
     */
    LocalStream(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.WRITE);
        direct = directOrNull(path);
    }

    private static FileChannel directOrNull(Path path) {
        try {
            return FileChannel.open(path, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
        } catch (IOException | UnsupportedOperationException notHere) {
            return null;
        }
    }

    /** One thread for all files, which keeps their pieces in order. */
    private static Executor writer() {
        ThreadPoolExecutor writer =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "tarn write behind");
                    thread.setDaemon(true);
                    return thread;
                });
        writer.allowCoreThreadTimeOut(true);
        return writer;
    }

    private static ByteBuffer memory() {
        ByteBuffer spare = SPARE.poll();
        return spare != null
                ? spare
                : ByteBuffer.allocateDirect(PIECE + ALIGNMENT)
                        .alignedSlice(ALIGNMENT)
                        .slice(0, PIECE);
    }

    @Override
    public long getPos() {
        return start + piece.position();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int at = offset; at < end; ) {
            int part = Math.min(end - at, piece.remaining());
            piece.put(bytes, at, part);
            at += part;
            if (!piece.hasRemaining()) {
                writePiece();
            }
        }
    }

    private void writePiece() throws IOException {
        throwFailure();
        piece.flip();
        long at = start;
        if (direct != null && ROOM.tryAcquire()) {
            ByteBuffer full = piece;
            lastWaiting = CompletableFuture.runAsync(() -> writeDirectly(full, at), WRITER);
            piece = memory();
        } else {
            writeAll(file, piece, at);
            piece.clear();
        }
        start += PIECE;
    }

    private void writeDirectly(ByteBuffer full, long at) {
        try {
            try {
                writeAll(direct, full, at);
            } catch (IOException refused) { // by a file system that only then says so
                writeAll(file, full, at + full.position());
            }
        } catch (Throwable failed) { // whatever it is, the task must hear of it
            failure = failed;
        } finally {
            SPARE.add(full.clear());
            ROOM.release();
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer from, long at) throws IOException {
        long start = at - from.position();
        while (from.hasRemaining()) {
            channel.write(from, start + from.position());
        }
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    @Override
    public void close() throws IOException {
        if (piece == null) {
            return;
        }
        try (FileChannel closing = file;
                FileChannel closingDirect = direct) {
            lastWaiting.join();
            throwFailure();
            writeAll(file, piece.flip(), start);
        } finally {
            SPARE.add(piece.clear());
            piece = null;
        }
    }
}
