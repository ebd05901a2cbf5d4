package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.spark.source.InputException;
import io.tarn.tensor.Npy;
import io.tarn.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tar shards of samples, good and bad ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebDatasetRunTest {
    private static byte[] photo;
    private static byte[] array;

    private LocalRuns runs;

    @BeforeAll
    void start() throws IOException {
        photo = Files.readAllBytes(Path.of("jobs/tutorial/photos/china.jpg"));
        array = Npy.write(Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2));
        runs = new LocalRuns();
    }

    @AfterAll
    void stop() {
        runs.close();
    }

    /** A tar file being written. */
    private static final class Tar implements AutoCloseable {
        private final TarArchiveOutputStream out;

        Tar(OutputStream to) {
            out = new TarArchiveOutputStream(to, "UTF-8");
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        }

        Tar add(String name, byte[] content) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
            entry.setSize(content.length);
            out.putArchiveEntry(entry);
            out.write(content);
            out.closeArchiveEntry();
            return this;
        }

        Tar add(String name, String content) throws IOException {
            return add(name, content.getBytes(StandardCharsets.UTF_8));
        }

        Tar link(String name) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            entry.setLinkName("/etc/passwd");
            out.putArchiveEntry(entry);
            out.closeArchiveEntry();
            return this;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private static Tar tar(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        return new Tar(
                file.toString().endsWith("gz") || file.toString().endsWith("gz.tar") ? new GZIPOutputStream(out) : out);
    }

    @Test
    void samplesOfPlainAndGzippedShards(@TempDir Path folder) throws Exception {
        try (Tar tar = tar(folder.resolve("in/split=train/0.tar"))) {
            tar.add("__meta__/about.json", "{}")
                    .add("a.jpg", photo)
                    .add("a.cls", " 7\n")
                    .add("a.txt", "a 圖")
                    .add("a.seg.png", "another field")
                    .add("dir.d/b.json", "{\"x\": 1}")
                    .add("dir.d/b.JPEG", photo)
                    .add("README", "no sample")
                    .add("._a.jpg", "no sample either")
                    .add("c".repeat(300) + ".jpg", photo)
                    .add("../../up.jpg", photo)
                    .add("/etc/passwd.jpg", photo)
                    .link("link.jpg");
        }
        try (Tar tar = tar(folder.resolve("in/1.tar.gz"))) {
            tar.add("a.jpg", photo).add("a.npy", array);
        }
        try (Tar tar = tar(folder.resolve("in/2.tgz"))) {
            tar.add("a.jpg", photo);
        }
        try (Tar tar = tar(folder.resolve("in/3.gz.tar"))) {
            tar.add("a.jpg", photo);
        }
        Files.writeString(folder.resolve("in/README.md"), "about this dataset");

        RunResult result = run(folder);

        assertThat(errors(folder)).isEmpty();
        assertThat(result.images()).isEqualTo(8);
        SparkSession spark = SparkSession.builder().getOrCreate();
        List<Row> rows = spark.read()
                .parquet(folder + "/out/data")
                .select("id", "split", "cls", "txt", "json", "image.shape")
                .orderBy("id")
                .collectAsList();
        assertThat(rows.stream().map(row -> row.toString().replaceAll(",ArraySeq\\(.*", "")))
                .containsExactly(
                        "[1.tar.gz/a,null,null,null,null",
                        "[2.tgz/a,null,null,null,null",
                        "[3.gz.tar/a,null,null,null,null",
                        "[split=train/0.tar/../../up,train,null,null,null",
                        "[split=train/0.tar//etc/passwd,train,null,null,null",
                        "[split=train/0.tar/a,train,7,a 圖,null",
                        "[split=train/0.tar/" + "c".repeat(300) + ",train,null,null,null",
                        "[split=train/0.tar/dir.d/b,train,null,null,{\"x\": 1}");
        assertThat(rows).allSatisfy(row -> assertThat(row.getList(5)).containsExactly(4, 4, 3));
    }

    @Test
    void tensorsWhereTheJobSaysSo(@TempDir Path folder) throws Exception {
        try (Tar tar = tar(folder.resolve("in/0.tar"))) {
            tar.add("a.jpg", photo).add("a.npy", array).add("b.jpg", photo);
        }

        Path job = Files.writeString(
                folder.resolve("job.yaml"), """
                input: {format: webdataset, path: %s, holds: tensors}
                outputs:
                  max: {max_pool2d: {kernel_size: 2}}
                output: {path: %s}
                errors: {max_rate: 1}
                """.formatted(folder.resolve("in"), folder.resolve("out")));
        RunResult result = runs.run(job);

        assertThat(result.images()).isEqualTo(2);
        assertThat(Sql.query("SELECT id, hex(max.data) AS max FROM read_parquet('" + folder + "/out/data/*.parquet')"))
                .containsExactly(Map.of("id", "0.tar/a", "max", "00008040"));
        assertThat(errors(folder)).containsExactly(Map.entry("0.tar/b", "no_image has no .npy; its members are .jpg"));
    }

    @Test
    void aValueThatMakesNoNameOfAFolderFailsAlone(@TempDir Path folder) throws Exception {
        try (Tar tar = tar(folder.resolve("in/0.tar"))) {
            tar.add("a.jpg", photo).add("a.txt", "x".repeat(251));
            tar.add("b.jpg", photo).add("b.txt", "x".repeat(252));
            tar.add("c.jpg", photo).add("c.txt", "圖".repeat(84));
            tar.add("d.jpg", photo).add("d.txt", "a/".repeat(63));
        }
        Path job = Files.writeString(
                folder.resolve("job.yaml"), """
                        input: {format: webdataset, path: %s}
                        steps: [{resize: {size: [4, 4]}}]
                        outputs: {all: []}
                        output: {path: %s, partition_by: txt}
                        errors: {max_rate: 1}
                        """.formatted(folder.resolve("in"), folder.resolve("out")));

        RunResult result = runs.run(job);

        assertThat(result.images()).isEqualTo(4);
        assertThat(folder.resolve("out/data/txt=" + "x".repeat(251))).isDirectory();
        assertThat(errors(folder))
                .containsOnlyKeys("0.tar/b", "0.tar/c", "0.tar/d")
                .containsEntry(
                        "0.tar/b",
                        "long_name the folder for its output.partition_by would have a name of 256 bytes, and 255 are the"
                                + " most: txt=" + "x".repeat(56) + "...");
    }

    @Test
    void aBrokenMemberFailsAlone(@TempDir Path folder) throws Exception {
        try (Tar tar = tar(folder.resolve("in/0.tar"))) {
            tar.add("a.jpg", Arrays.copyOf(photo, photo.length / 2))
                    .add("b.jpg", photo)
                    .add("b.cls", "cat")
                    .add("c.txt", "no picture")
                    .add("d.npy", array)
                    .add("e.jpg", photo)
                    .add("e.png", photo)
                    .add("f.jpg", new byte[2_000_000])
                    .add("g.jpg", photo)
                    .add("b.jpg", photo);
        }

        run(folder, "decode: {max_encoded_bytes: 1000000}");

        assertThat(ids(folder)).containsExactly("0.tar/g");
        Map<String, String> errors = errors(folder);
        assertThat(errors.remove("0.tar/a")).startsWith("truncated ");
        assertThat(errors)
                .containsExactly(
                        Map.entry(
                                "0.tar/b",
                                "bad_cls .cls must hold an integer, and holds cat; "
                                        + "duplicate the shard has another sample of that key"),
                        Map.entry("0.tar/c", "no_image has no image; its members are .txt"),
                        Map.entry(
                                "0.tar/d",
                                "no_image has no image; its members are .npy; set input.holds: tensors to read the .npy"),
                        Map.entry("0.tar/e", "two_images has both .jpg and .png, and needs one"),
                        Map.entry("0.tar/f", "too_large .jpg: 2000000 bytes are more than the 1000000 allowed"));
    }

    @Test
    void aShardThatEndsEarlyKeepsWhatCameBefore(@TempDir Path folder) throws Exception {
        for (String name : List.of("plain.tar", "zipped.tar.gz")) {
            try (Tar tar = tar(folder.resolve("in/" + name))) {
                tar.add("a.jpg", photo).add("a.cls", "1").add("b.jpg", photo).add("c.jpg", photo);
            }
            byte[] whole = Files.readAllBytes(folder.resolve("in/" + name));
            Files.write(folder.resolve("in/" + name), Arrays.copyOf(whole, photo.length * 5 / 2));
        }
        byte[] plain = Files.readAllBytes(folder.resolve("in/plain.tar"));
        int atHeader = 512 + (photo.length + 511) / 512 * 512; // after a.jpg and its padding
        Files.write(folder.resolve("in/no end.tar"), Arrays.copyOf(plain, atHeader));
        Files.write(folder.resolve("in/photo.tar"), photo);
        Files.write(folder.resolve("in/empty.tar"), new byte[0]);
        try (Tar tar = tar(folder.resolve("in/nothing.tar"))) {
            tar.out.flush();
        }
        byte[] hurt = plain.clone();
        hurt[atHeader + 20] ^= 1; // within the header of a.cls
        Files.write(folder.resolve("in/hurt.tar"), hurt);

        RunResult result = run(folder);

        assertThat(ids(folder))
                .containsExactly("no end.tar/a", "plain.tar/a", "plain.tar/b", "zipped.tar.gz/a", "zipped.tar.gz/b");
        Map<String, String> errors = errors(folder);
        assertThat(errors.keySet())
                .containsExactly("empty.tar", "hurt.tar", "no end.tar", "photo.tar", "plain.tar", "zipped.tar.gz");
        assertThat(errors.get("plain.tar"))
                .startsWith("truncated the archive ends early: ")
                .endsWith(", within sample c");
        assertThat(errors.get("zipped.tar.gz")).startsWith("truncated ").endsWith(", within sample c");
        assertThat(errors.get("no end.tar"))
                .isEqualTo("truncated the archive ends early: the archive's last records are missing");
        assertThat(errors.get("photo.tar")).startsWith("not_a_tar not a tar archive, plain or gzipped: ");
        assertThat(errors.get("empty.tar")).startsWith("not_a_tar ");
        assertThat(errors.get("hurt.tar"))
                .startsWith("corrupt the archive is broken from here on: ")
                .endsWith(", within sample a");
        assertThat(result.images()).isEqualTo(11);
        assertThat(result.failed()).isEqualTo(6);
    }

    @Test
    void includeSampleAndLimitCountSamples(@TempDir Path folder) throws Exception {
        for (int shard = 0; shard < 3; shard++) {
            try (Tar tar = tar(folder.resolve("in/" + shard + ".tar"))) {
                for (int i = 0; i < 6; i++) {
                    tar.add("s" + i + ".jpg", photo);
                }
            }
        }

        RunResult result = run(folder, "exclude: '*/s[024]'", "limit: 4");

        assertThat(result.images()).isEqualTo(4);
        assertThat(ids(folder)).containsExactly("0.tar/s1", "0.tar/s3", "0.tar/s5", "1.tar/s1");
    }

    @Test
    void foldersMayNotBeCalledAsASamplesColumns(@TempDir Path folder) throws Exception {
        try (Tar tar = tar(folder.resolve("in/Cls=1/0.tar"))) {
            tar.add("a.jpg", photo);
        }

        assertThatThrownBy(() -> run(folder))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "the source has the columns Cls and cls, and upper and lower case count as the same; rename one");
    }

    private RunResult run(Path folder, String... input) throws IOException {
        Path job = Files.writeString(folder.resolve("job.yaml"), """
                input:
                  format: webdataset
                  path: %s
                  %s
                steps:
                  - resize: {size: [4, 4]}
                outputs:
                  image: []
                output: {path: %s}
                errors: {max_rate: 1}
                """.formatted(
                        folder.resolve("in"), String.join("\n  ", input), folder.resolve("out")));
        return runs.run(job);
    }

    private static List<String> ids(Path folder) {
        return Sql.ids(folder.resolve("out"));
    }

    private static Map<String, String> errors(Path folder) {
        return Sql.errors(folder.resolve("out"), "error", "message");
    }
}
