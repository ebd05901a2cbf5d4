package io.tarn.spark;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses each page of a Parquet file in one call. Parquet's own codec feeds zstd's stream piece by piece, which costs
 * half as much again for the same frames.
 */
final class ZstdPages implements CompressionCodecFactory {
    private final Compressor compressor;

    /**
     * @param level zstd's, 1 to 22
     */
    ZstdPages(int level) {
        compressor = new Compressor(level);
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

    private static final class Compressor implements BytesInputCompressor {
        private final ZstdCompressCtx zstd = new ZstdCompressCtx();
        private ByteBuffer page = ByteBuffer.allocateDirect(0);
        private ByteBuffer compressed = ByteBuffer.allocateDirect(0);

        private final OutputStream intoPage = new OutputStream() {
            @Override
            public void write(int b) {
                page.put((byte) b);
            }

            @Override
            public void write(byte[] b, int offset, int length) {
                page.put(b, offset, length);
            }
        };

        Compressor(int level) {
            zstd.setLevel(level);
        }

        /** What comes back is valid until the next call. */
        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            int size = Math.toIntExact(bytes.size());
            int bound = Math.toIntExact(Zstd.compressBound(size));
            if (page.capacity() < size) {
                page = ByteBuffer.allocateDirect(size + size / 8);
            }
            if (compressed.capacity() < bound) {
                compressed = ByteBuffer.allocateDirect(bound + bound / 8);
            }
            page.clear();
            bytes.writeAllTo(intoPage);
            int length = zstd.compressDirectByteBuffer(compressed, 0, bound, page, 0, size);
            return BytesInput.from(compressed, 0, length);
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
}
