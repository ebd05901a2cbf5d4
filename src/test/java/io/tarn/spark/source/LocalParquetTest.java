package io.tarn.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalParquetTest {
    private final Configuration conf = new Configuration(false);

    @Test
    void anyStretchIsReadFromAnywhere(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        Path written = Files.write(folder.resolve("a b.parquet"), bytes);

        InputFile file = LocalParquet.of(new org.apache.hadoop.fs.Path(written.toUri()), conf);

        assertThat(file).isInstanceOf(LocalParquet.class).hasToString(written.toString());
        assertThat(file.getLength()).isEqualTo(bytes.length);
        try (SeekableInputStream in = file.newStream()) {
            for (int[] stretch : new int[][] {{5, 200_000}, {299_990, 10}, {0, 300_000}, {65_536, 65_537}, {7, 0}}) {
                in.seek(stretch[0]);
                ByteBuffer target = ByteBuffer.allocate(stretch[1]);
                in.readFully(target);

                assertThat(target.array()).isEqualTo(Arrays.copyOfRange(bytes, stretch[0], stretch[0] + stretch[1]));
                assertThat(in.getPos()).isEqualTo(stretch[0] + stretch[1]);
            }
            in.seek(299_990);
            assertThatThrownBy(() -> in.readFully(ByteBuffer.allocate(11))).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed(@TempDir Path folder) {
        org.apache.hadoop.fs.Path none =
                new org.apache.hadoop.fs.Path(folder.resolve("none.parquet").toUri());

        assertThatThrownBy(() -> LocalParquet.of(none, conf))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("none.parquet");
    }
}
