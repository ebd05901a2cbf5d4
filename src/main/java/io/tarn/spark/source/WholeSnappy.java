package io.tarn.spark.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.ByteBufferReleaser;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Parquet's own codecs to read by, but for snappy, whose pages are decompressed in one call: Parquet's has each pass
 * through two buffers piece by piece, which takes longer than decompressing it.
 */
final class WholeSnappy implements CompressionCodecFactory {
    private final CompressionCodecFactory others;
    private final ByteBufferAllocator memory;

    /**
     * @param memory for pages that lie in several pieces; not direct
     */
    WholeSnappy(Configuration conf, ByteBufferAllocator memory) {
        this.others = new CodecFactory(conf, 0);
        this.memory = memory;
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return codec == CompressionCodecName.SNAPPY ? new Pages() : others.getDecompressor(codec);
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("for reading");
    }

    @Override
    public void release() {
        others.release();
    }

    private final class Pages implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput compressed, int size) throws IOException {
            byte[] page = new byte[size];
            try (ByteBufferReleaser lent = new ByteBufferReleaser(memory)) {
                decompress(compressed.toByteBuffer(lent), page);
            }
            return BytesInput.from(page);
        }

        @Override
        public void decompress(ByteBuffer compressed, int length, ByteBuffer page, int size) throws IOException {
            byte[] whole = new byte[size];
            decompress(compressed.slice(compressed.position(), length), whole);
            compressed.position(compressed.position() + length);
            page.put(whole);
        }

        private void decompress(ByteBuffer from, byte[] page) throws IOException {
            if (page.length == 0) {
                return; // Parquet writes nothing for it
            }
            int start = from.arrayOffset() + from.position();
            int length = Snappy.uncompressedLength(from.array(), start, from.remaining());
            if (length != page.length) {
                throw new IOException("a page of " + page.length + " bytes decompresses to " + length);
            }
            Snappy.rawUncompress(from.array(), start, from.remaining(), page, 0);
        }

        @Override
        public void release() {}
    }
}
