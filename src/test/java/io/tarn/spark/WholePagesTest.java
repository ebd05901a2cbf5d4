package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.tarn.pipeline.Failure;
import io.tarn.pipeline.PooledRow;
import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.Snappy;

class WholePagesTest {
    @ParameterizedTest
    @EnumSource(names = {"ZSTD", "SNAPPY"})
    void pagesOfAnySizeComeBackAfterEachOther(Plan.Codec codec) throws IOException {
        WholePages pages = pages(codec, 1);
        BytesInputCompressor compressor = pages.getCompressor(CompressionCodecName.valueOf(codec.name()));
        Random random = new Random(1);
        for (int size : new int[] {1, 0, 17, 100_000, 99, 1 << 20, 3, (1 << 20) + 1}) {
            byte[] page = new byte[size];
            random.nextBytes(page);
            Arrays.fill(page, 0, size / 2, (byte) 7);
            BytesInput inPieces = BytesInput.concat(
                    BytesInput.from(page, 0, size / 3), BytesInput.from(page, size / 3, size - size / 3));

            byte[] compressed = compressor.compress(inPieces).toByteArray();

            assertThat(compressed.length).isLessThan(size * 2 / 3 + 32);
            assertThat(codec == Plan.Codec.ZSTD ? Zstd.decompress(compressed, size) : Snappy.uncompress(compressed))
                    .isEqualTo(page);
        }
        pages.release();
    }

    @Test
    void snappyLeavesPagesOfWhichItWouldSaveLessThanAThird() throws IOException {
        BytesInputCompressor snappy = pages(Plan.Codec.SNAPPY, 1).getCompressor(CompressionCodecName.SNAPPY);
        for (int size : new int[] {(1 << 16) + 1, 1 << 17, 100_000, (1 << 20) - 1, 1 << 20, 1 << 21}) {
            int literals = (size + (1 << 16) - 1) >> 16;

            byte[] quarter = withZeros(size, 4);
            byte[] stored = snappy.compress(BytesInput.from(quarter)).toByteArray();
            assertThat(stored).hasSize((size < 1 << 21 ? 3 : 4) + 3 * literals + size);
            assertThat(Snappy.isValidCompressedBuffer(stored)).isTrue();
            assertThat(Snappy.uncompress(stored)).isEqualTo(quarter);

            byte[] half = withZeros(size, 2);
            byte[] compressed = snappy.compress(BytesInput.from(half)).toByteArray();
            assertThat(compressed.length).isLessThan(size * 6 / 10);
            assertThat(Snappy.uncompress(compressed)).isEqualTo(half);
        }
    }

    /** Noise, of which one piece of 256 bytes in so many is zeros. */
    private static byte[] withZeros(int size, int one) {
        byte[] page = new byte[size];
        new Random(2).nextBytes(page);
        for (int at = 0; at < size; at += 256 * one) {
            Arrays.fill(page, at, Math.min(size, at + 256), (byte) 0);
        }
        return page;
    }

    /** Whose memory is told of, and not there. */
    @Test
    void aValueWithoutRoomInAPageIsRefusedWithItsSize() {
        Plan plan = JobFile.read(Path.of("jobs/tutorial.yaml"), List.of());
        Tensor small = Tensor.of(new float[] {1}, 1, 1, 1);
        Tensor large = Tensor.outside(Shape.of(60_000, 30_001), (from, target, length) -> {}, new Workspace());
        Tensor[] none = new Tensor[3];
        PooledRow fits = new PooledRow("a.png", Map.of(), new Tensor[] {small, small, small}, none);
        PooledRow tooLarge = new PooledRow("a.png", Map.of(), new Tensor[] {small, large, small}, none);

        assertThat(PooledRowWriteSupport.tooLarge(plan, fits, 5)).isNull();
        Failure failure = PooledRowWriteSupport.tooLarge(plan, tooLarge, 5);
        assertThat(failure.output() + " " + failure.step() + " " + failure.error())
                .isEqualTo("avg encode too_large");
        assertThat(failure.message())
                .isEqualTo("the output is uint8[60000,30001], which takes 1800060000 bytes; "
                        + "at most 1800000000 can be written");
        assertThat((long) Snappy.maxCompressedLength((int) WholePages.MOST_VALUE_BYTES))
                .isPositive();
    }

    @Test
    void theLevelCounts() throws IOException {
        byte[] page = new byte[300_000];
        for (int i = 0; i < page.length; i++) {
            page[i] = (byte) (i * i >> 9 ^ i % 91);
        }
        assertThat(compressed(page, 19)).isLessThan(compressed(page, 1));
    }

    private static long compressed(byte[] page, int level) throws IOException {
        WholePages pages = pages(Plan.Codec.ZSTD, level);
        long size = pages.getCompressor(CompressionCodecName.ZSTD)
                .compress(BytesInput.from(page))
                .size();
        pages.release();
        return size;
    }

    private static WholePages pages(Plan.Codec codec, int level) {
        return new WholePages(new Plan.Output("out", Plan.Layout.BYTES, null, codec, level, Plan.Output.ONE_FILE, 0));
    }
}
