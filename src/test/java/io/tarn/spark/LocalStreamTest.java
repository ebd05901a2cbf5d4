package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalStreamTest {
    private static final int PIECE = LocalStream.PIECE;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 4096, 5 * PIECE + 17})
    void aFileHoldsWhatWasWritten(int length) throws Exception {
        writeAndCompare(folder, length);
    }

    @Test
    void aFileSystemInMemoryDoesAsWell() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isDirectory(memory) && Files.isWritable(memory));
        Path within = Files.createTempDirectory(memory, "tarn");
        try {
            writeAndCompare(within, 3 * PIECE + 17);
        } finally {
            for (Path file : Files.list(within).toList()) {
                Files.delete(file);
            }
            Files.delete(within);
        }
    }

    /** More than may wait for the disk, so that some pieces go past the page cache and some do not. */
    @Test
    void severalFilesAtOnceDoNotMix() {
        int length = LocalStream.MOST_WAITING / 2 * PIECE + 5;
        List<IOException> failed = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> {
                    try {
                        writeAndCompare(folder, length + i);
                        return null;
                    } catch (IOException e) {
                        return e;
                    }
                })
                .filter(each -> each != null)
                .toList();
        assertThat(failed).isEmpty();
    }

    @Test
    void aFullDiskIsTold() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full));
        LocalStream one = new LocalStream(full);
        one.write(1);
        assertThatIOException().isThrownBy(one::close).withMessageContaining("No space left");

        LocalStream many = new LocalStream(full);
        assertThatIOException()
                .isThrownBy(() -> {
                    try (many) {
                        many.write(new byte[3 * PIECE]);
                    }
                })
                .withMessageContaining("No space left");
    }

    private static void writeAndCompare(Path folder, int length) throws IOException {
        Random random = new Random(length);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        Path path = folder.resolve("f" + length);
        Files.createFile(path);
        try (LocalStream file = new LocalStream(path)) {
            int at = 0;
            while (at < length) {
                assertThat(file.getPos()).isEqualTo(at);
                if (random.nextInt(4) == 0) {
                    file.write(bytes[at++]);
                } else {
                    int part = Math.min(length - at, random.nextInt(PIECE + PIECE / 2));
                    file.write(bytes, at, part);
                    at += part;
                }
            }
            assertThat(file.getPos()).isEqualTo(length);
        }
        assertThat(Arrays.mismatch(Files.readAllBytes(path), bytes)).isEqualTo(-1);
    }
}
