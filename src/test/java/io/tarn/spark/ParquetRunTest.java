package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.spark.source.InputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Images and tensors in columns of Parquet files that Spark and DuckDB wrote, and tarn. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParquetRunTest {
    private static final Path PHOTOS = Path.of("jobs/tutorial/photos");
    private static final String STEPS = "steps: [{resize: {size: [8, 8]}}]\noutputs: {pooled: []}";

    private Path shared;
    private LocalRuns runs;
    private SparkSession spark;
    private Map<Object, Object> expected;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        shared = folder;
        runs = new LocalRuns();
        spark = SparkSession.builder().getOrCreate();
        runs.run(job(shared, "input: {format: images, path: " + PHOTOS + "}", STEPS));
        expected = pooled(shared, "id");
    }

    @AfterAll
    void stop() {
        runs.close();
    }

    @Test
    void binaryColumnsWithWhatComesAlong(@TempDir Path folder) throws Exception {
        write(
                photos().selectExpr(
                                "name",
                                "content",
                                "cast(length AS int) AS i",
                                "length AS l",
                                "cast(length AS float) AS f",
                                "length / 2 AS d",
                                "length > 50000 AS b",
                                "cast(name AS binary) AS raw",
                                "cast('2026-11-23' AS date) AS day",
                                "timestamp_micros(length) AS at",
                                "cast(length AS decimal(12, 2)) AS money",
                                "if(length > 50000, name, NULL) AS some",
                                "array(1, 2) AS list",
                                "map('a', 1) AS map"),
                folder);

        RunResult result = runs.run(
                job(folder, "input: {format: parquet, path: " + folder + "/in, id: name, column: content}", STEPS));

        assertThat(result.images()).isEqualTo(12);
        assertThat(pooled(folder, "id")).isEqualTo(expected);
        Dataset<Row> out = spark.read().parquet(folder + "/out/data");
        assertThat(out.schema().toDDL())
                .isEqualTo("id STRING,i INT,l BIGINT,f FLOAT,d DOUBLE,b BOOLEAN,raw BINARY,day DATE,at TIMESTAMP,"
                        + "money DECIMAL(12,2),some STRING,"
                        + "pooled STRUCT<dtype: STRING, shape: ARRAY<INT>, data: BINARY>");
        String columns = "i, l, f, d, b, string(raw), day, at, money, some";
        assertThat(out.selectExpr(("id, " + columns).split(", ")).collectAsList())
                .containsExactlyInAnyOrderElementsOf(spark.read()
                        .parquet(folder + "/in")
                        .selectExpr(("name, " + columns).split(", "))
                        .collectAsList());
    }

    @Test
    void theImagesColumnIsFoundAndIdsAreRowNumbersOverRowGroups(@TempDir Path folder) throws Exception {
        write(photos().selectExpr("named_struct('bytes', content, 'path', name) AS image", "name"), folder);
        assertThat(rowGroups(folder)).hasSize(1).first().satisfies(groups -> assertThat(groups)
                .hasSizeGreaterThan(3));

        runs.run(job(folder, "input: {format: parquet, path: " + folder + "/in}", STEPS));

        assertThat(pooled(folder, "name")).isEqualTo(expected);
        String file = Path.of(onlyFile(folder)).getFileName().toString();
        assertThat(Sql.table(folder.resolve("out"), "data"))
                .extracting(row -> row.get("id"))
                .containsExactlyInAnyOrderElementsOf(java.util.stream.IntStream.range(0, 12)
                        .mapToObj(i -> (Object) (file + "#" + i))
                        .toList());
    }

    @Test
    void sparksImagesAreTheSamePixels(@TempDir Path folder) throws Exception {
        Path pngs = Files.createDirectory(folder.resolve("pngs"));
        for (int type :
                List.of(BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_4BYTE_ABGR)) {
            BufferedImage photo = ImageIO.read(PHOTOS.resolve("china.jpg").toFile());
            BufferedImage image = new BufferedImage(60, 40, type);
            image.createGraphics().drawImage(photo.getSubimage(100, 100, 60, 40), 0, 0, null);
            ImageIO.write(image, "png", pngs.resolve(type + ".png").toFile());
        }
        Files.writeString(pngs.resolve("broken.png"), "no image");
        spark.read()
                .format("image")
                .load(pngs.toString())
                .selectExpr("image", "element_at(split(image.origin, '/'), -1) AS name")
                .write()
                .parquet(folder + "/in");
        Files.delete(pngs.resolve("broken.png"));

        runs.run(job(folder, "input: {format: parquet, path: " + folder + "/in, id: name}", STEPS));

        Map<Object, Object> fromSpark = pooled(folder, "id");
        assertThat(errors(folder)).containsOnlyKeys("broken.png");
        assertThat(errors(folder).get("broken.png")).startsWith("not_an_image ");
        Path again = Files.createDirectory(folder.resolve("again"));
        runs.run(job(again, "input: {format: images, path: " + pngs + "}", STEPS));
        assertThat(fromSpark).hasSize(3).isEqualTo(pooled(again, "id"));
    }

    @Test
    void tarnsOwnTensorsArePooledAgain(@TempDir Path folder) throws Exception {
        String input = "input: {format: parquet, path: " + shared + "/out/data, holds: tensors, id: id}";
        runs.run(job(folder, input, "outputs: {again: []}"));

        assertThat(Sql.query("SELECT id, hex(again.data) AS data FROM read_parquet('" + folder
                                + "/out/data/*.parquet')")
                        .stream()
                        .collect(Collectors.toMap(row -> row.get("id"), row -> row.get("data"))))
                .isEqualTo(expected);
        assertThatThrownBy(() -> runs.run(job(
                        folder, "input: {format: parquet, path: " + shared + "/out/data, id: id}", "outputs: {a: []}")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "holds images; set input.holds: tensors if it holds those; it has id string, pooled");
        assertThatThrownBy(() -> runs.run(job(
                        folder,
                        "input: {format: parquet, path: " + shared + "/out/data, holds: tensors}",
                        "outputs: {a: []}")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("set input.id: id to use it as the id");
    }

    @Test
    void whatDuckDbWroteWithEveryCodec(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("in"));
        for (String codec : List.of("snappy", "gzip", "zstd", "uncompressed", "lz4_raw")) {
            Sql.execute("COPY (SELECT content, '" + codec + " ' || filename[-9:] AS name FROM read_blob('" + PHOTOS
                    + "/china.jpg')) TO '" + folder + "/in/" + codec + ".parquet' (FORMAT parquet, COMPRESSION "
                    + codec + ")");
        }

        runs.run(job(folder, "input: {format: parquet, path: " + folder + "/in, id: name}", STEPS));

        assertThat(pooled(folder, "id")).hasSize(5).allSatisfy((id, data) -> {
            assertThat((String) id).endsWith(" china.jpg");
            assertThat(data).isEqualTo(expected.get("china.jpg"));
        });
    }

    @Test
    void fieldsAreKnownWhateverTheirCase(@TempDir Path folder) throws Exception {
        write(
                photos().selectExpr(
                                "named_struct('Bytes', content, 'Path', name) AS photo",
                                "name",
                                "named_struct('BYTES', name, 'PATH', name) AS texts",
                                "named_struct('Dtype', 'uint8', 'Shape', array(1, 2, 2), 'Data', unhex('01020304'))"
                                        + " AS map"),
                folder);

        runs.run(job(folder, "input: {format: parquet, path: " + folder + "/in, id: name, column: photo}", STEPS));

        assertThat(pooled(folder, "id")).isEqualTo(expected);
        Path maps = Files.createDirectory(folder.resolve("maps"));
        runs.run(job(
                maps,
                "input: {format: parquet, path: " + folder + "/in, id: name, column: map, holds: tensors}",
                "outputs: {pooled: []}"));
        assertThat(pooled(maps, "id")).hasSize(12).allSatisfy((id, data) -> assertThat(data)
                .isEqualTo("01020304"));
    }

    @Test
    void rowsThatAreNoImagesAndFilesThatAreBroken(@TempDir Path folder) throws Exception {
        write(photos().selectExpr("content", "name"), folder, 400_000);
        Path good = Path.of(onlyFile(folder));
        byte[] bytes = Files.readAllBytes(good);
        List<Long> groups = rowGroups(folder).get(0);
        byte[] hurt = bytes.clone();
        hurt[(int) (groups.get(1) + 2000)] ^= 1; // within the second row group's images
        Files.write(folder.resolve("in/hurt.parquet"), hurt);
        Files.write(folder.resolve("in/cut.parquet"), Arrays.copyOf(bytes, bytes.length / 2));
        Files.delete(good);
        spark.sql("SELECT * FROM VALUES (cast('no image' AS binary), 'text'), (NULL, 'null'), (unhex(''), 'empty')"
                        + " AS t(content, name)")
                .coalesce(1)
                .write()
                .mode("append")
                .parquet(folder + "/in");

        RunResult result = runs.run(job(folder, "input: {format: parquet, path: " + folder + "/in, id: name}", STEPS));

        Map<String, String> errors = errors(folder);
        assertThat(errors.get("text")).startsWith("not_an_image ");
        assertThat(errors.get("empty")).startsWith("not_an_image ");
        assertThat(errors.get("null")).isEqualTo("missing column content is null");
        assertThat(errors.get("cut.parquet")).startsWith("corrupt the Parquet file cannot be read: ");
        List<String> lost = errors.keySet().stream()
                .filter(id -> id.startsWith("hurt.parquet#"))
                .toList();
        int first = lost.stream()
                .mapToInt(id -> Integer.parseInt(id.substring("hurt.parquet#".length())))
                .min()
                .orElseThrow();
        assertThat(lost).hasSizeGreaterThan(1).allSatisfy(id -> assertThat(errors.get(id))
                .startsWith("corrupt row group 1 of hurt.parquet cannot be read from row " + first + " on, "
                        + lost.size() + " rows are lost: "));
        assertThat(errors).hasSize(4 + lost.size());
        Map<Object, Object> rest = pooled(folder, "id");
        assertThat(rest).hasSize(12 - lost.size());
        assertThat(expected).containsAllEntriesOf(rest);
        assertThat(result.images()).isEqualTo(12 + 3 + 1);
        assertThat(result.failed()).isEqualTo(errors.size());
    }

    @Test
    void aRowThatIsLostAloneIsOne(@TempDir Path folder) throws Exception {
        write(photos().selectExpr("content", "name"), folder, 1); // a row group for each row
        Path file = Path.of(onlyFile(folder));
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) (rowGroups(folder).get(0).get(1) + 2000)] ^= 1;
        Files.write(folder.resolve("in/hurt.parquet"), bytes);
        Files.delete(file);

        runs.run(job(folder, "input: {format: parquet, path: " + folder + "/in, id: name}", STEPS));

        assertThat(errors(folder)).containsOnlyKeys("hurt.parquet#1");
        assertThat(errors(folder).get("hurt.parquet#1"))
                .startsWith("corrupt row group 1 of hurt.parquet cannot be read from row 1 on, 1 row is lost: ");
    }

    @Test
    void idsOfAColumnMustDiffer(@TempDir Path folder) throws Exception {
        write(photos().selectExpr("content", "name", "length % 2 AS odd"), folder);
        write(photos().where("name = 'china.jpg'").selectExpr("content", "'again' AS name", "7L AS odd"), folder);
        Path file = Path.of(onlyFile(folder));
        Files.copy(file, folder.resolve("in/twin.parquet"));

        assertRefused(
                folder,
                "id: name",
                "input.id",
                ", and ids must differ; give a column whose values do, or leave input.id out, and ids are file#row");
        assertThat(folder.resolve("out")).doesNotExist();
        Files.delete(folder.resolve("in/twin.parquet"));
        runs.run(job(folder, "input: {format: parquet, path: " + folder + "/in, id: name}", STEPS));
        assertThat(pooled(folder, "id")).hasSize(13);
        assertRefused(folder, "id: odd", "input.id", " have the same id ");
        Path last = Files.createDirectory(folder.resolve("last"));
        runs.run(job(last, "input: {format: parquet, path: " + folder + "/in, id: odd, include: '7'}", STEPS));
        assertThat(pooled(last, "id")).containsOnlyKeys("7");
    }

    @Test
    void columnsThatAreMissingOrWrong(@TempDir Path folder) throws Exception {
        write(photos().selectExpr("content AS a", "content AS b", "name", "length AS pooled"), folder);
        String file = Path.of(onlyFile(folder)).getFileName().toString();
        String has = "; it has a binary, b binary, name string, pooled bigint";

        assertRefused(
                folder,
                "",
                "input.column",
                "several columns of " + file + " may hold them: a, b; set input.column to one of them" + has);
        assertRefused(folder, "column: c", "input.column", file + " has no column c" + has);
        assertRefused(
                folder,
                "column: name",
                "input.column",
                "column name string of " + file + " holds neither images nor tensors; give one that is binary");
        assertRefused(folder, "column: a, id: c", "input.id", file + " has no column c" + has);
        assertRefused(folder, "column: a, id: b", "input.id", "column b binary of " + file + " is no id");
        assertRefused(
                folder, "column: a, id: name", "outputs.pooled", "the source's column pooled is called like an output");
        spark.sql("SELECT cast('x' AS binary) AS a, 1 AS b")
                .write()
                .mode("append")
                .parquet(folder + "/in");
        assertRefused(folder, "column: a", "input.path", "give files whose columns agree");
        Files.createDirectory(folder.resolve("text"));
        Files.writeString(folder.resolve("text/x.parquet"), "no Parquet");
        assertThatThrownBy(() -> runs.run(job(folder, "input: {format: parquet, path: " + folder + "/text}", STEPS)))
                .isInstanceOf(InputException.class)
                .hasMessage("none of the files is Parquet, such as x.parquet; give some that are");
    }

    private void assertRefused(Path folder, String more, String key, String message) {
        assertThatThrownBy(() -> runs.run(job(
                        folder,
                        "input: {format: parquet, path: " + folder + "/in" + (more.isEmpty() ? "" : ", " + more) + "}",
                        STEPS)))
                .isInstanceOfSatisfying(InputException.class, refused -> assertThat(refused.key())
                        .isEqualTo(key))
                .hasMessageContaining(message);
    }

    @Test
    void includeSampleAndLimitCountRows(@TempDir Path folder) throws Exception {
        write(photos().selectExpr("content", "name"), folder);

        RunResult limited =
                runs.run(job(folder, "input: {format: parquet, path: " + folder + "/in, id: name, limit: 5}", STEPS));
        assertThat(limited.images()).isEqualTo(5);
        assertThat(pooled(folder, "id")).hasSize(5);
        Path again = Files.createDirectory(folder.resolve("again"));
        runs.run(job(
                again, "input: {format: parquet, path: " + folder + "/in, id: name, include: '*e*', limit: 3}", STEPS));
        assertThat(pooled(again, "id").keySet()).hasSize(3).allSatisfy(id -> assertThat((String) id)
                .contains("e"));
    }

    private Dataset<Row> photos() {
        return spark.read()
                .format("binaryFile")
                .load(PHOTOS.toString())
                .selectExpr("element_at(split(path, '/'), -1) AS name", "content", "length");
    }

    /** One file of small row groups. */
    private static void write(Dataset<Row> rows, Path folder) {
        write(rows, folder, 150_000);
    }

    private static void write(Dataset<Row> rows, Path folder, int rowGroupBytes) {
        rows.orderBy(rows.columns()[rows.columns().length > 1 ? 1 : 0])
                .coalesce(1)
                .write()
                .option("parquet.block.size", rowGroupBytes)
                .option("parquet.page.size.row.check.min", 1)
                .option("parquet.page.size.row.check.max", 1)
                .option("parquet.block.size.row.check.min", 1)
                .option("parquet.block.size.row.check.max", 1)
                .mode("append")
                .parquet(folder + "/in");
    }

    private static String onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("in"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    /** Where the row groups of each file start. */
    private static List<List<Long>> rowGroups(Path folder) throws IOException {
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(onlyFile(folder));
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, new Configuration()))) {
            return List.of(reader.getRowGroups().stream()
                    .map(group -> group.getStartingPos())
                    .toList());
        }
    }

    private static Path job(Path folder, String input, String rest) throws IOException {
        return Files.writeString(
                folder.resolve("job.yaml"),
                input + "\n" + rest + "\noutput: {path: " + folder.resolve("out") + "}\nerrors: {max_rate: 1}\n");
    }

    private static Map<Object, Object> pooled(Path folder, String key) {
        return Sql.query("SELECT \"" + key + "\" AS id, hex(pooled.data) AS data FROM read_parquet('" + folder
                        + "/out/data/*.parquet')")
                .stream()
                .collect(Collectors.toMap(row -> row.get("id"), row -> row.get("data")));
    }

    private static Map<String, String> errors(Path folder) {
        return Sql.errors(folder.resolve("out"), "error", "message");
    }
}
