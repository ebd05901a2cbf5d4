package io.tarn.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeSnappyTest {
    private final Configuration conf = new Configuration(false);
    private final PageMemory memory = PageMemory.toRead();
    private final BytesInputDecompressor pages =
            new WholeSnappy(conf, memory).getDecompressor(CompressionCodecName.SNAPPY);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 59, 60, 61, 1000, 65_535, 65_536, 65_537, 3_211_264})
    void aPageIsWhatParquetsOwnCompressorTook(int size) throws IOException {
        byte[] page = page(size);
        byte[] compressed = compressed(page);

        assertThat(pages.decompress(BytesInput.from(compressed), size).toByteArray())
                .isEqualTo(page);
    }

    @Test
    void aPageMayLieInPiecesOfLargerBuffers() throws IOException {
        byte[] page = page(100_000);
        byte[] compressed = compressed(page);
        for (int cut : new int[] {0, 1, 7, compressed.length / 2, compressed.length}) {
            ByteBuffer first = within(compressed, 0, cut);
            ByteBuffer second = within(compressed, cut, compressed.length);

            assertThat(pages.decompress(BytesInput.from(List.of(first, second)), page.length)
                            .toByteArray())
                    .isEqualTo(page);
        }
    }

    @Test
    void aPageOfTheSecondFormatIsPutWhereItIsWanted() throws IOException {
        byte[] page = page(5000);
        byte[] compressed = compressed(page);
        ByteBuffer from = within(compressed, 0, compressed.length);
        ByteBuffer to = ByteBuffer.allocate(6000).position(100);

        pages.decompress(from, compressed.length, to, page.length);

        assertThat(from.remaining()).isZero();
        assertThat(to.position()).isEqualTo(5100);
        assertThat(Arrays.copyOfRange(to.array(), 100, 5100)).isEqualTo(page);
    }

    @Test
    void anotherLengthThanThePagesAndBrokenBytesAreRefused() throws IOException {
        byte[] page = page(5000);
        byte[] compressed = compressed(page);

        assertThatThrownBy(() -> pages.decompress(BytesInput.from(compressed), 4999))
                .isInstanceOf(IOException.class)
                .hasMessage("a page of 4999 bytes decompresses to 5000");
        Arrays.fill(compressed, 10, compressed.length, (byte) 0xff);
        assertThatThrownBy(() -> pages.decompress(BytesInput.from(compressed), 5000))
                .isInstanceOf(IOException.class);
    }

    /** Half of it repeats itself. */
    private static byte[] page(int size) {
        byte[] page = new byte[size];
        new Random(size).nextBytes(page);
        for (int i = 0; i < size; i++) {
            page[i] = i % 512 < 256 ? page[i] : (byte) (i / 512);
        }
        return page;
    }

    private byte[] compressed(byte[] page) throws IOException {
        CodecFactory factory = new CodecFactory(conf, 0);
        try {
            return factory.getCompressor(CompressionCodecName.SNAPPY)
                    .compress(BytesInput.from(page))
                    .toByteArray();
        } finally {
            factory.release();
        }
    }

    private static ByteBuffer within(byte[] bytes, int from, int to) {
        ByteBuffer larger = ByteBuffer.allocate(to - from + 20);
        larger.position(13).put(bytes, from, to - from).flip().position(13);
        return larger.slice();
    }
}
