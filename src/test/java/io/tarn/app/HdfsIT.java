package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input and output on HDFS, of whose two data nodes one is killed while the run is at work. */
class HdfsIT {
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final int COPIES = "all".equals(System.getProperty("tarn.chaos")) ? 50 : 5;
    private static final int IMAGES = TutorialRows.PHOTOS * COPIES;

    @TempDir
    Path folder;

    private Hdfs hdfs;
    private FileSystem files;

    @Test
    void aDataNodeIsKilled() throws Exception {
        TutorialRows expected = TutorialRows.undisturbed(folder.resolve("undisturbed"));
        try (Hdfs started = Hdfs.start(folder.resolve("hdfs"))) {
            hdfs = started;
            files = hdfs.files();
            upload(TutorialRows.copies(folder.resolve("photos"), COPIES));

            long start = System.nanoTime();
            Process run = Commands.start(HERE, Map.of(), file("run.out"), file("run.err"), command());
            await(run, "/out/_lock");
            Process second =
                    Commands.start(HERE, Map.of(), file("second.out"), file("second.err"), command("--overwrite"));
            await(run, "/out/_shards/00000.json");
            long blocks = hdfs.blocks();
            hdfs.killDataNode();
            assertThat(exists("/out/data/_SUCCESS")).isFalse();

            assertThat(run.waitFor(10, TimeUnit.MINUTES)).isTrue();
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(run.exitValue()).as(text("run.err")).isZero();
            assertThat(text("run.out")).startsWith("tutorial: " + IMAGES + " images pooled, 0 failed");
            assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(second.exitValue()).isEqualTo(2);
            assertThat(text("second.err"))
                    .contains("another run writes to " + hdfs.url() + "/out: process " + run.pid());

            assertThat(blocks).isGreaterThan(IMAGES);
            Map<String, Map<String, Object>> rows = TutorialRows.read(download());
            List<String> wrong = expected.wrong(rows);
            ChaosTable.add(
                    "HDFS: one of two data nodes killed",
                    seconds,
                    rows.size(),
                    0,
                    wrong.isEmpty() && rows.size() == IMAGES ? "all" : "NOT " + wrong);
            assertThat(wrong).isEmpty();
            assertThat(rows).hasSize(IMAGES);
            assertThat(exists("/out/data/_SUCCESS")).isTrue();
            assertThat(exists("/out/_temporary")).isFalse();
            assertThat(exists("/out/_lock")).isFalse();
            nothingIsLeftToDo();
        }
    }

    /** With paths on the default file system this time. */
    private void nothingIsLeftToDo() throws Exception {
        FileStatus[] before = files.listStatus(path("/out/data"));
        Commands.Result again = Commands.run(
                HERE,
                Map.of(),
                "jobs/tarn",
                "run",
                "jobs/tutorial.yaml",
                "--input",
                "/photos",
                "--output",
                "/out",
                "--resume",
                "--",
                "--conf",
                "spark.hadoop.fs.defaultFS=" + hdfs.url());
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.out()).isEqualTo("tutorial: nothing is left to do in /out\n");
        assertThat(files.listStatus(path("/out/data"))).containsExactly(before);
    }

    private String[] command(String... more) {
        return Stream.of(
                        Stream.of(
                                "jobs/tarn",
                                "run",
                                "jobs/tutorial.yaml",
                                "--input",
                                hdfs.url() + "/photos",
                                "--output",
                                hdfs.url() + "/out",
                                "--set",
                                "output.shard_images=4"),
                        Stream.of(more),
                        Stream.of("--", "--master", "local[2]", "--conf", "spark.hadoop.dfs.replication=2"))
                .flatMap(each -> each)
                .toArray(String[]::new);
    }

    private void upload(Path photos) throws IOException {
        try (Stream<Path> all = Files.list(photos)) {
            for (Path photo : all.toList()) {
                files.copyFromLocalFile(path(photo.toString()), path("/photos/" + photo.getFileName()));
            }
        }
    }

    private Path download() throws IOException {
        Path out = folder.resolve("out");
        files.copyToLocalFile(path("/out"), path(out.toString()));
        return out;
    }

    private void await(Process run, String name) throws Exception {
        for (int i = 0; i < 12_000 && !exists(name); i++) {
            if (!run.isAlive()) {
                throw new IllegalStateException("the run ended before the fault:\n" + text("run.err"));
            }
            Thread.sleep(10);
        }
    }

    private boolean exists(String name) throws IOException {
        return files.exists(path(name));
    }

    private static org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(name);
    }

    private java.io.File file(String name) {
        return folder.resolve(name).toFile();
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
