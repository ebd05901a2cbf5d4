package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A storage of which one read in 29 fails, and one file always: nothing is lost, whatever the input. */
class FlakyStorageTest {
    /** Local files whose reads fail now and then. */
    public static final class Flaky extends RawLocalFileSystem {
        static final AtomicInteger READS = new AtomicInteger();
        static final AtomicInteger FAILURES = new AtomicInteger();
        static final AtomicInteger OPENED = new AtomicInteger();

        @Override
        public URI getUri() {
            return URI.create("flaky:///");
        }

        @Override
        public String getScheme() {
            return "flaky";
        }

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferBytes) throws IOException {
            if (path.getName().contains("unreadable")) {
                OPENED.incrementAndGet();
                throw new IOException("planted for good");
            }
            FSDataInputStream in = super.open(path, bufferBytes);
            return new FSDataInputStream(new FSInputStream() {
                @Override
                public int read() throws IOException {
                    failNowAndThen();
                    return in.read();
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    failNowAndThen();
                    return in.read(target, offset, Math.min(length, 10_000));
                }

                @Override
                public void seek(long position) throws IOException {
                    in.seek(position);
                }

                @Override
                public long getPos() throws IOException {
                    return in.getPos();
                }

                @Override
                public boolean seekToNewSource(long position) {
                    return false;
                }

                @Override
                public void close() throws IOException {
                    in.close();
                }
            });
        }

        private static void failNowAndThen() throws IOException {
            if (READS.incrementAndGet() % 29 == 0) {
                FAILURES.incrementAndGet();
                throw new IOException("planted");
            }
        }
    }

    @Test
    void everyInputIsReadInFull(@TempDir Path folder) throws Exception {
        try (LocalRuns runs = new LocalRuns()) {
            useFlaky();
            Path examples = Path.of("jobs/examples").toAbsolutePath();
            for (String input : List.of(
                    "format: webdataset, path: 'flaky:" + examples + "/photos-*.tar'",
                    "format: npy, path: 'flaky:" + examples + "/maps.npz'",
                    "format: parquet, id: name, path: 'flaky:" + examples + "/photos.parquet'")) {
                String name = input.substring(8, 11);
                RunResult result = runs.run(
                        Files.writeString(folder.resolve(name + ".yaml"), """
                        input: {%s}
                        outputs: {all: []}
                        output: {path: %s}
                        """.formatted(input, folder.resolve(name))));

                assertThat(result.images()).as(name).isEqualTo(12);
                assertThat(Sql.table(folder.resolve(name), "errors")).as(name).isEmpty();
            }
            assertThat(Flaky.FAILURES.get()).isPositive();
        }
    }

    @Test
    void aFileThatCannotBeReadIsARowWithItsReason(@TempDir Path folder) throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        Files.copy(Path.of("jobs/tutorial/photos/china.jpg"), in.resolve("good.jpg"));
        Files.copy(Path.of("jobs/tutorial/photos/china.jpg"), in.resolve("unreadable.jpg"));
        Flaky.OPENED.set(0);
        try (LocalRuns runs = new LocalRuns()) {
            useFlaky();
            RunResult result =
                    runs.run(Files.writeString(folder.resolve("job.yaml"), """
                    input: {format: images, path: 'flaky:%s'}
                    outputs: {all: []}
                    output: {path: %s}
                    """.formatted(in, folder.resolve("out"))));

            assertThat(result.images()).isEqualTo(2);
            assertThat(result.failed()).isEqualTo(1);
        }
        assertThat(Flaky.OPENED.get()).isEqualTo(3);
        assertThat(Sql.ids(folder.resolve("out"))).containsExactly("good.jpg");
        assertThat(Sql.table(folder.resolve("out"), "errors")).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("id", "unreadable.jpg")
                .containsEntry("step", "read")
                .containsEntry("error", "unreadable")
                .hasEntrySatisfying(
                        "message", message -> assertThat(message.toString()).contains("planted for good")));
    }

    private static void useFlaky() {
        Configuration conf = SparkSession.builder().getOrCreate().sparkContext().hadoopConfiguration();
        conf.set("fs.flaky.impl", Flaky.class.getName());
        conf.setBoolean("fs.flaky.impl.disable.cache", true);
    }
}
