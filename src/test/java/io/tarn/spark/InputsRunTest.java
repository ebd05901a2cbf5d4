package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.spark.source.InputException;
import io.tarn.tensor.Npy;
import io.tarn.tensor.NpyFiles;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Which images of folders and npz archives are read, and what they bring along. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InputsRunTest {
    private static final Path PHOTOS = Path.of("jobs/tutorial/photos");

    private LocalRuns runs;

    @BeforeAll
    void start() {
        runs = new LocalRuns();
    }

    @AfterAll
    void stop() {
        runs.close();
    }

    @Test
    void foldersOfKeysAndValuesAreColumns(@TempDir Path folder) throws Exception {
        for (String below : List.of(
                "label=cat/split=train/a.jpg",
                "label=a%2Fb 100%25/b.jpg",
                "label=__HIVE_DEFAULT_PARTITION__/c.jpg",
                "plain/=x/d.jpg")) {
            copy("china.jpg", folder.resolve("in").resolve(below));
        }

        run(folder, "format: images");

        Map<String, String> expected = Map.of(
                "label=cat/split=train/a.jpg", "cat train",
                "label=a%2Fb 100%25/b.jpg", "a/b 100% null",
                "label=__HIVE_DEFAULT_PARTITION__/c.jpg", "null null",
                "plain/=x/d.jpg", "null null");
        assertThat(Sql.table(folder.resolve("out"), "data").stream()
                        .collect(Collectors.toMap(
                                row -> row.get("id"), row -> row.get("label") + " " + row.get("split"))))
                .isEqualTo(expected);
        SparkSession spark = SparkSession.builder().getOrCreate();
        assertThat(spark.read().parquet(folder + "/out/data").schema().fieldNames())
                .containsExactly("id", "label", "split", "size");
        assertThat(spark.read().parquet(folder + "/out/data").collectAsList().stream()
                        .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1) + " " + row.get(2))))
                .isEqualTo(expected);
    }

    @Test
    void columnsMayNotTakeOtherColumnsNames(@TempDir Path folder) throws Exception {
        copy("china.jpg", folder.resolve("in/Size=1/a.jpg"));
        assertRefused(folder, "outputs.size", "the source's column Size is called like an output");
        Files.move(folder.resolve("in/Size=1"), folder.resolve("in/ID=1"));
        assertRefused(folder, "input", "the source's column ID would stand where the images' id stands; rename it");
        Files.move(folder.resolve("in/ID=1"), folder.resolve("in/a=1"));
        copy("china.jpg", folder.resolve("in/A=2/a.jpg"));
        assertRefused(folder, "input.path", "folders A= and a= would be one column");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private void assertRefused(Path folder, String key, String message) {
        assertThatThrownBy(() -> run(folder, "format: images"))
                .isInstanceOfSatisfying(InputException.class, refused -> assertThat(refused.key())
                        .isEqualTo(key))
                .hasMessageContaining(message);
    }

    @Test
    void includeExcludeAndLimitChooseFiles(@TempDir Path folder) throws Exception {
        for (String below : List.of("a/1.jpg", "a/2.jpg", "b/1.jpg", "b/2.jpg", "c/1.jpg", "notes.txt")) {
            copy("china.jpg", folder.resolve("in").resolve(below));
        }

        RunResult result = run(folder, "format: images", "include: '*.jpg'", "exclude: [a/2*, c/*]", "limit: 2");

        assertThat(result.images()).isEqualTo(2);
        assertThat(ids(folder)).containsExactly("a/1.jpg", "b/1.jpg");
    }

    @Test
    void nothingChosenIsRefused(@TempDir Path folder) throws Exception {
        copy("china.jpg", folder.resolve("in/a.jpg"));

        assertThatThrownBy(() -> run(folder, "format: images", "include: '*.png'"))
                .isInstanceOf(InputException.class)
                .hasMessage("include, exclude and sample leave nothing; loosen them: 1 file, such as a.jpg");
    }

    @Test
    void theArraysOfAnNpzAreImagesEachAndFailAlone(@TempDir Path folder) throws Exception {
        Path in = Files.createDirectories(folder.resolve("in/part=7"));
        byte[] array = Npy.write(Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2));
        byte[] pickled = NpyFiles.file(1, NpyFiles.header("|O", "(1,)"), new byte[6]);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(in.resolve("maps.npz")))) {
            deflated(zip, "first.npy", array);
            stored(zip, "deep/second map.npy", array);
            deflated(zip, "../out.npy", array);
            deflated(zip, "/etc/x.npy", array);
            deflated(zip, "a/../../x.npy", array);
            deflated(zip, "..\\y.npy", array);
            deflated(zip, "notes.txt", array);
            deflated(zip, "pickled.npy", pickled);
            deflated(zip, "bomb.npy", new byte[4 << 20]);
            stored(zip, "hurt.npy", array);
            stored(zip, "last.npy", array);
        }
        hurt(in.resolve("maps.npz"), "hurt.npy");
        byte[] whole = Files.readAllBytes(in.resolve("maps.npz"));
        Files.write(in.resolve("cut.npz"), java.util.Arrays.copyOf(whole, whole.length / 2));
        Files.write(in.resolve("single.npy"), array);

        RunResult result = run(folder, "format: npy", "decode: {max_encoded_bytes: 1000000}");

        assertThat(ids(folder))
                .containsExactly(
                        "part=7/maps.npz/deep/second map",
                        "part=7/maps.npz/first",
                        "part=7/maps.npz/last",
                        "part=7/single.npy");
        assertThat(Sql.query("SELECT DISTINCT part, hex(size.data) AS data FROM read_parquet('" + folder
                        + "/out/data/*.parquet')"))
                .containsExactly(Map.of("part", "7", "data", "0000803F000000400000404000008040"));
        Map<String, String> errors = errors(folder);
        assertThat(errors)
                .containsExactlyEntriesOf(new TreeMap<>(Map.of(
                        "part=7/cut.npz", "read not_npz",
                        "part=7/maps.npz/../out", "read bad_name",
                        "part=7/maps.npz//etc/x", "read bad_name",
                        "part=7/maps.npz/a/../../x", "read bad_name",
                        "part=7/maps.npz/../y", "read bad_name",
                        "part=7/maps.npz/notes.txt", "read not_npy",
                        "part=7/maps.npz/pickled", "read_npy unsupported",
                        "part=7/maps.npz/bomb", "read too_large",
                        "part=7/maps.npz/hurt", "read corrupt")));
        assertThat(result.images()).isEqualTo(13);
        assertThat(result.failed()).isEqualTo(9);
    }

    @Test
    void aLimitOverArchivesIsExact(@TempDir Path folder) throws Exception {
        byte[] array = Npy.write(Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2));
        Files.createDirectories(folder.resolve("in"));
        for (String archive : List.of("a", "b", "c")) {
            try (ZipOutputStream zip =
                    new ZipOutputStream(Files.newOutputStream(folder.resolve("in/" + archive + ".npz")))) {
                for (int i = 0; i < 5; i++) {
                    deflated(zip, i + ".npy", array);
                }
            }
        }

        run(folder, "format: npy", "exclude: '*.npz/3'", "limit: 6");

        assertThat(ids(folder)).containsExactly("a.npz/0", "a.npz/1", "a.npz/2", "a.npz/4", "b.npz/0", "b.npz/1");
    }

    private RunResult run(Path folder, String... input) throws IOException {
        Path job = Files.writeString(folder.resolve("job.yaml"), """
                input:
                  path: %s
                  %s
                outputs:
                  size: []
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
        return Sql.errors(folder.resolve("out"), "step", "error");
    }

    private static void copy(String photo, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(PHOTOS.resolve(photo), to);
    }

    private static void deflated(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static void stored(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        OutputStream out = zip;
        out.write(content);
        zip.closeEntry();
    }

    /** Changes the last byte of a stored member. */
    private static void hurt(Path file, String member) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        bytes[text.indexOf("PK", text.indexOf(member)) - 1] ^= 1;
        Files.write(file, bytes);
    }
}
