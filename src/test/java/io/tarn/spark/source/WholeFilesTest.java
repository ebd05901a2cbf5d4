package io.tarn.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeFilesTest {
    private static final int TOGETHER = 8;

    /** Files that are opened eight at a time, or never. */
    public static final class Distant extends RawLocalFileSystem {
        static final AtomicInteger OPENED = new AtomicInteger();
        static CyclicBarrier together = new CyclicBarrier(1);

        @Override
        public URI getUri() {
            return URI.create("distant:///");
        }

        @Override
        public String getScheme() {
            return "distant";
        }

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferBytes) throws IOException {
            OPENED.incrementAndGet();
            try {
                together.await();
            } catch (InterruptedException | BrokenBarrierException ended) {
                throw new IOException(ended);
            }
            return super.open(path, bufferBytes);
        }
    }

    private final Configuration conf = new Configuration();

    @Test
    void filesInTheirOrder(@TempDir Path folder) throws IOException {
        Random random = new Random(1);
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] content = new byte[random.nextInt(300_000)];
            random.nextBytes(content);
            contents.add(content);
            Files.write(folder.resolve("%03d".formatted(i)), content);
        }

        try (ItemReader reader = reader("images", folder.toString())) {
            for (int i = 0; i < contents.size(); i++) {
                Item item = reader.next();

                assertThat(item.id()).isEqualTo("%03d".formatted(i));
                assertThat(bytes(item)).isEqualTo(contents.get(i));
            }
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void archivesAmongThem(@TempDir Path folder) throws IOException {
        for (String name : List.of("a.npy", "b.npy", "d.npy")) {
            Files.writeString(folder.resolve(name), name);
        }
        Files.copy(Path.of("jobs/examples/maps.npz"), folder.resolve("c.npz"));
        List<String> ids = new ArrayList<>();
        try (ItemReader reader = reader("npy", folder.toString())) {
            for (Item item = reader.next(); item != null; item = reader.next()) {
                ids.add(item.id().replaceAll("/.*", ""));
                if (!item.id().contains("/")) {
                    assertThat(text(item)).isEqualTo(item.id());
                }
            }
        }
        assertThat(ids).startsWith("a.npy", "b.npy", "c.npz").endsWith("c.npz", "d.npy");
        assertThat(ids).hasSize(3 + 12);
    }

    @Test
    void aFileThatIsGoneIsAFailureAndTheRestIsRead(@TempDir Path folder) throws IOException {
        for (String name : List.of("a", "b", "c")) {
            Files.writeString(folder.resolve(name), name);
        }
        List<String> seen = new ArrayList<>();
        try (ItemReader reader = reader("images", folder.toString())) {
            Files.delete(folder.resolve("b"));
            for (Item item = reader.next(); item != null; item = reader.next()) {
                seen.add(item.image() == null ? item.failure().error() : text(item));
            }
        }
        assertThat(seen).containsExactly("a", "missing", "c");
    }

    /** Java's streams say of both that the file is not found. */
    @ParameterizedTest
    @CsvSource({
        "images, photo.jpg, jobs/tutorial/photos/china.jpg",
        "npy, maps.npz, jobs/examples/maps.npz",
        "webdataset, photos.tar, jobs/examples/photos-0.tar",
        "parquet, photos.parquet, jobs/examples/photos.parquet"
    })
    void aFileThatMayNotBeReadIsToldFromOneThatIsGone(String format, String name, Path example, @TempDir Path folder)
            throws IOException {
        Path file = Files.copy(example, folder.resolve(name));
        try (ItemReader reader = reader(format, folder.toString())) {
            Files.setPosixFilePermissions(file, Set.of());
            assumeFalse(Files.isReadable(file), "this user may read everything");

            assertThat(reader.next().failure()).satisfies(failure -> {
                assertThat(failure.error()).isEqualTo("unreadable");
                assertThat(failure.message()).contains(file + " may not be read");
            });
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (ItemReader reader = reader(format, folder.toString())) {
            Files.delete(file);

            assertThat(reader.next().failure().error()).isEqualTo("missing");
        }
    }

    @Test
    @Timeout(60)
    void severalAreOpenedAtATime(@TempDir Path folder) throws IOException {
        for (int i = 0; i < 5 * TOGETHER; i++) {
            Files.writeString(folder.resolve("%03d".formatted(i)), "content of " + i);
        }
        conf.set("fs.distant.impl", Distant.class.getName());
        Distant.together = new CyclicBarrier(TOGETHER);
        try (ItemReader reader = reader("images", "distant:" + folder)) {
            for (int i = 0; i < 5 * TOGETHER; i++) {
                assertThat(text(reader.next())).isEqualTo("content of " + i);
            }
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void noMoreThanMemoryAllows(@TempDir Path folder) throws IOException {
        byte[] third = new byte[(int) (WholeFiles.MOST_BYTES / 3)];
        for (int i = 0; i < 10; i++) {
            Files.write(folder.resolve("%03d".formatted(i)), third);
        }
        Files.write(folder.resolve("x"), new byte[(int) WholeFiles.MOST_BYTES + 1]);
        Files.write(folder.resolve("y"), third);
        conf.set("fs.distant.impl", Distant.class.getName());
        Distant.together = new CyclicBarrier(1);
        Distant.OPENED.set(0);
        try (ItemReader reader = reader("images", "distant:" + folder)) {
            for (int taken = 1; taken <= 10; taken++) {
                assertThat(reader.next().encodedBytes()).isEqualTo(third.length);
                assertThat(Distant.OPENED.get()).isBetween(taken, taken + 2);
            }
            assertThat(reader.next().encodedBytes()).isEqualTo(WholeFiles.MOST_BYTES + 1);
            assertThat(Distant.OPENED.get()).isEqualTo(11);
            assertThat(reader.next().encodedBytes()).isEqualTo(third.length);
        }
    }

    @Test
    void whatATaskReadIntoIsLeftToTheNextOnce(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("a"), new byte[7_777_777]);
        byte[] first;
        try (ItemReader reader = reader("images", folder.toString())) {
            first = reader.next().image().bytes();
        }

        try (ItemReader reader = reader("images", folder.toString());
                ItemReader another = reader("images", folder.toString())) {
            assertThat(reader.next().image().bytes()).isSameAs(first);
            assertThat(another.next().image().bytes()).isNotSameAs(first);
        }
    }

    private ItemReader reader(String format, String path) throws IOException {
        String job = """
                input: {format: %s, path: '%s'}
                outputs: {all: []}
                output: {path: out}
                """.formatted(format, path);
        Plan plan = JobFile.read("job.yaml", job.getBytes(StandardCharsets.UTF_8), List.of());
        return ItemReader.of(plan.input(), new FileGroup(Listing.of(plan, conf).entries()), conf);
    }

    private static String text(Item item) {
        return new String(bytes(item), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Item item) {
        return Arrays.copyOf(item.image().bytes(), item.image().length());
    }
}
