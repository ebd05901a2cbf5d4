package io.tarn.spark.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * A file read piece by piece, opened again where it was when its storage fails. What fails for good is told from
 * content that is broken by {@link #failure}.
 */
final class SteadyFile implements SeekableByteChannel {
    private final Path path;
    private final long size;
    private final Configuration conf;
    private FSDataInputStream in;
    private long position;
    private long readBytes;
    private IOException failure;
    private boolean closed;

    SteadyFile(Path path, long size, Configuration conf) {
        this.path = path;
        this.size = size;
        this.conf = conf;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return readOnce(target);
            } catch (IOException failed) {
                closeStream();
                try {
                    Tries.pauseOrGiveUp(attempt, failed);
                } catch (IOException lasting) {
                    failure = lasting;
                    throw lasting;
                }
            }
        }
    }

    private int readOnce(ByteBuffer target) throws IOException {
        if (in == null) {
            in = Storage.open(Paths.fileSystem(path, conf), path);
        }
        if (in.getPos() != position) {
            in.seek(position);
        }
        byte[] array = target.hasArray() ? target.array() : new byte[target.remaining()];
        int offset = target.hasArray() ? target.arrayOffset() + target.position() : 0;
        int count = in.read(array, offset, target.remaining());
        if (count > 0) {
            position += count;
            readBytes += count;
            if (target.hasArray()) {
                target.position(target.position() + count);
            } else {
                target.put(array, 0, count);
            }
        }
        return count;
    }

    /** Why the storage did not give the file, or null where it did. */
    IOException failure() {
        return failure;
    }

    /** Bytes read since the last time. */
    long takeReadBytes() {
        long taken = readBytes;
        readBytes = 0;
        return taken;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SteadyFile position(long next) {
        position = next;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        closeStream();
    }

    private void closeStream() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SteadyFile truncate(long length) {
        throw new NonWritableChannelException();
    }
}
