package io.tarn.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBytesTest {
    private final FileBytes bytes = new FileBytes(new Configuration());

    @Test
    void filesOfAnyLengthWhateverWasExpected(@TempDir Path folder) throws IOException {
        Random random = new Random(1);
        for (int size : new int[] {0, 1, 65_536, 65_537, 1_000_000, 7}) {
            byte[] content = new byte[size];
            random.nextBytes(content);
            Path file = Files.write(folder.resolve("a:b %23#" + size), content);
            for (int expected : new int[] {size, size / 2, 2 * size}) {
                int length = bytes.read(Paths.of(file.toString()), expected);

                assertThat(Arrays.copyOf(bytes.buffer(), length)).isEqualTo(content);
            }
        }
    }

    @Test
    void whatIsMissingIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> bytes.read(Paths.of(folder + "/none"), 1))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining(folder + "/none does not exist");
    }
}
