package io.tarn.spark;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.tarn.plan.Plan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Compresses each page of a Parquet file in one call. Parquet's own codecs feed zstd's stream piece by piece, which costs
 * half as much again for the same frames, and let snappy's buffers grow and be copied for every page.
 */
final class WholePages implements CompressionCodecFactory {
    /** A value that is larger has no room in a page: what may become of it by compression must fit a buffer. */
    static final long MOST_VALUE_BYTES = 1_800_000_000;

    private final Compressor compressor;

    /**
     * @param output whose codec compresses
     */
    WholePages(Plan.Output output) {
        compressor = switch (output.codec()) {
            case ZSTD -> new ZstdPages(output.level());
            case SNAPPY -> new SnappyPages();
            case NONE -> throw new IllegalArgumentException("nothing to compress with");
        };
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return compressor;
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("for writing");
    }

    @Override
    public void release() {
        compressor.release();
    }

    private abstract static class Compressor implements BytesInputCompressor {
        private ByteBuffer page = ByteBuffer.allocateDirect(0);
        private ByteBuffer compressed = ByteBuffer.allocateDirect(0);

        /** Where the pieces of a page are put together. */
        private final ByteBufferAllocator intoPage = new ByteBufferAllocator() {
            @Override
            public ByteBuffer allocate(int size) {
                if (page.capacity() < size) {
                    page = roomy(size);
                }
                return page.clear().limit(size);
            }

            @Override
            public void release(ByteBuffer unused) {}

            @Override
            public boolean isDirect() {
                return true;
            }
        };

        /** With room for an eighth more, so that the next page seldom needs another. */
        private static ByteBuffer roomy(int size) {
            return ByteBuffer.allocateDirect((int) Math.min(Integer.MAX_VALUE, size + size / 8L));
        }

        /** The most bytes that so many may become. */
        abstract long bound(int size);

        /** Compresses what remains of {@code from} to the start of {@code to} and returns the length. */
        abstract int compress(ByteBuffer from, ByteBuffer to) throws IOException;

        /** What comes back is valid until the next call. */
        @Override
        public final BytesInput compress(BytesInput bytes) throws IOException {
            int size = Math.toIntExact(bytes.size());
            int bound = Math.toIntExact(bound(size));
            if (compressed.capacity() < bound) {
                compressed = roomy(bound);
            }
            int length = compress(bytes.toByteBuffer(intoPage, kept -> {}), compressed.clear());
            return BytesInput.from(compressed, 0, length);
        }

        @Override
        public void release() {}
    }

    private static final class ZstdPages extends Compressor {
        private final ZstdCompressCtx zstd = new ZstdCompressCtx();

        ZstdPages(int level) {
            zstd.setLevel(level);
        }

        @Override
        long bound(int size) {
            return Zstd.compressBound(size);
        }

        @Override
        int compress(ByteBuffer from, ByteBuffer to) {
            return zstd.compressDirectByteBuffer(to, 0, to.capacity(), from, 0, from.limit());
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {
            zstd.close();
        }
    }

    /**
     * Snappy where it saves a third, as a sample of the page tells. Otherwise the page's bytes stand in snappy's format as
     * they are, which writer and reader copy thirty times faster.
     */
    private static final class SnappyPages extends Compressor {
        private static final int BLOCK = 1 << 16;
        private static final int SAMPLES = 4;
        private static final int SAMPLE = BLOCK / 16;

        /** Begins a literal whose length less one follows in two bytes. */
        private static final byte LITERAL = (byte) (61 << 2);

        @Override
        long bound(int size) {
            return Snappy.maxCompressedLength(size);
        }

        @Override
        int compress(ByteBuffer from, ByteBuffer to) throws IOException {
            if (from.limit() > BLOCK && !isWorthIt(from, to)) {
                return store(from, to.order(ByteOrder.LITTLE_ENDIAN));
            }
            int length = Snappy.compress(from, to);
            to.clear(); // whose limit it set
            return length;
        }

        private static boolean isWorthIt(ByteBuffer page, ByteBuffer scratch) throws IOException {
            int compressed = 0;
            for (int i = 0; i < SAMPLES; i++) {
                int at = (int) ((long) (page.limit() - SAMPLE) * i / (SAMPLES - 1));
                compressed += Snappy.compress(page.slice(at, SAMPLE), scratch.clear());
            }
            scratch.clear();
            return compressed <= SAMPLES * SAMPLE * 2 / 3;
        }

        private static int store(ByteBuffer from, ByteBuffer to) {
            int rest = from.limit();
            while (rest >= 0x80) {
                to.put((byte) (rest | 0x80));
                rest >>>= 7;
            }
            to.put((byte) rest);
            for (int at = 0; at < from.limit(); at += BLOCK) {
                int length = Math.min(BLOCK, from.limit() - at);
                to.put(LITERAL).putShort((short) (length - 1)).put(from.slice(at, length));
            }
            return to.position();
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.SNAPPY;
        }
    }
}
