package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tarn.op.TensorType;
import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.spark.source.InputException;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How results lie in data/: lists that are tensors to Arrow, pictures, codecs, file sizes, folders. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutputRunTest {
    private static final Path PHOTOS = Path.of("jobs/tutorial/photos");
    private static final String FORMS = """
            steps: [{resize: {size: [8, 12]}}]
            outputs:
              max: [to_tensor, {max_pool2d: {kernel_size: 2, return_indices: true}}]
              as_double: [to_tensor, {to_dtype: {dtype: float64}}]
              as_bytes: [pil_to_tensor]
              as_short: [pil_to_tensor, {to_dtype: {dtype: int16}}]
              as_int: [pil_to_tensor, {to_dtype: {dtype: int32}}]
            """;
    private static final List<String> COLUMNS =
            List.of("max", "max_indices", "as_double", "as_bytes", "as_short", "as_int");

    private LocalRuns runs;
    private SparkSession spark;
    private Path lists;
    private Map<String, Map<String, Tensor>> bytes;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        runs = new LocalRuns();
        spark = SparkSession.builder().getOrCreate();
        lists = Files.createDirectory(folder.resolve("lists"));
        Path structs = Files.createDirectory(folder.resolve("structs"));
        runs.run(job(lists, photos(), FORMS, "layout: tensor"));
        runs.run(job(structs, photos(), FORMS, "layout: bytes"));
        bytes = tensors(structs);
    }

    @AfterAll
    void stop() {
        runs.close();
    }

    @Test
    void listsHoldTheSameTensorsAsStructs() throws IOException {
        Map<String, Map<String, Tensor>> read = tensors(lists);
        assertThat(read).hasSize(12).hasSameSizeAs(bytes);
        read.forEach((id, tensors) -> {
            assertThat(tensors.keySet()).containsExactlyElementsOf(COLUMNS);
            tensors.forEach((column, tensor) -> {
                Tensor expected = bytes.get(id).get(column);
                assertThat(tensor.toString()).isEqualTo(expected.toString());
                assertThat(tensor.littleEndian()).isEqualTo(expected.littleEndian());
            });
        });
    }

    @Test
    void sparkAndDuckDbReadLists() {
        for (Row row : spark.read().parquet(lists + "/out/data").collectAsList()) {
            for (String column : COLUMNS) {
                assertThat(doubles(row.getList(row.fieldIndex(column))))
                        .as(column)
                        .isEqualTo(values(bytes.get(row.getString(0)).get(column)));
            }
        }
        for (String column : COLUMNS) {
            List<Map<String, Object>> rows = Sql.query("SELECT id, array_to_string(list_transform(" + column
                    + ", x -> x::DOUBLE), ' ') AS text FROM read_parquet('" + lists + "/out/data/*.parquet')");
            assertThat(rows).hasSize(12).allSatisfy(row -> assertThat(Stream.of(((String) row.get("text")).split(" "))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .as(column)
                    .isEqualTo(values(bytes.get((String) row.get("id")).get(column))));
        }
    }

    @Test
    void arrowTakesThemForTensors() throws IOException {
        String stored = footer(files(lists).get(0))
                .getFileMetaData()
                .getKeyValueMetaData()
                .get("ARROW:schema");
        Schema schema =
                Schema.deserializeMessage(ByteBuffer.wrap(Base64.getDecoder().decode(stored)));

        assertThat(schema.getFields())
                .extracting(Field::getName)
                .startsWith("id")
                .hasSize(COLUMNS.size() + 1);
        Map<String, String> described = new HashMap<>();
        for (Field field : schema.getFields().subList(1, schema.getFields().size())) {
            assertThat(field.getMetadata()).containsEntry("ARROW:extension:name", "arrow.fixed_shape_tensor");
            described.put(
                    field.getName(),
                    ((ArrowType.FixedSizeList) field.getType()).getListSize() + " "
                            + field.getChildren().get(0).getType() + " "
                            + field.getMetadata().get("ARROW:extension:metadata"));
        }
        assertThat(described)
                .containsEntry("max", "72 FloatingPoint(SINGLE) {\"shape\":[3,4,6]}")
                .containsEntry("max_indices", "72 Int(64, true) {\"shape\":[3,4,6]}")
                .containsEntry("as_double", "288 FloatingPoint(DOUBLE) {\"shape\":[3,8,12]}")
                .containsEntry("as_bytes", "288 Int(8, false) {\"shape\":[3,8,12]}")
                .containsEntry("as_short", "288 Int(16, true) {\"shape\":[3,8,12]}");
    }

    @Test
    void pyarrowReadsThemAsTensors() throws Exception {
        String python = pythonWith("pyarrow");
        assumeTrue(python != null, "no Python with pyarrow");
        List<String> command =
                new ArrayList<>(List.of(python, "src/test/python/read_with_pyarrow.py", lists + "/out/data"));
        command.addAll(COLUMNS);
        assertThat(output(command).lines()).hasSize(COLUMNS.size()).anySatisfy(line -> assertThat(line)
                .startsWith("max float32 [12, 3, 4, 6] "));
    }

    @Test
    void anImageWhoseTensorDiffersIsAnErrorRow(@TempDir Path folder) throws Exception {
        Plan plan = JobFile.read(
                job(
                        folder,
                        photos(),
                        "steps: [{resize: {size: 8}}, to_tensor]\noutputs: {p: {adaptive_avg_pool2d: 4}, all: []}",
                        ""),
                List.of());
        List<Plan.Chain> promised = List.of(
                plan.outputs().get(0),
                new Plan.Chain("all", List.of(), TensorType.tensor(DType.FLOAT32, Shape.of(3, 8, 12))));
        Plan.Output output =
                new Plan.Output(folder + "/out", Plan.Layout.TENSOR, null, Plan.Codec.ZSTD, 3, Plan.Output.ONE_FILE, 0);
        Plan asked = new Plan(
                plan.name(),
                plan.input(),
                plan.steps(),
                promised,
                output,
                plan.errors(),
                plan.resolved(),
                plan.fingerprint());

        RunResult result = LocalRuns.pool(asked, new org.apache.spark.api.java.JavaSparkContext(spark.sparkContext()));

        List<Map<String, Object>> errors = Sql.table(folder.resolve("out"), "errors");
        assertThat(result.failed()).isEqualTo(errors.size()).isBetween(1L, 12L);
        assertThat(errors).allSatisfy(row -> {
            assertThat(row)
                    .containsEntry("output", "all")
                    .containsEntry("step", "encode")
                    .containsEntry("error", "shape_differs");
            assertThat((Long) row.get("encoded_bytes")).isPositive();
            assertThat((String) row.get("message"))
                    .startsWith("the output is float32[3,")
                    .endsWith(", and output.layout: tensor holds float32 [3,8,12] in every row");
        });
    }

    @Test
    void pngsAreTheSamePixelsToImageIoAndPillow(@TempDir Path folder) throws Exception {
        runs.run(job(folder, photos(), """
                steps: [{resize: {size: [8, 12]}}]
                outputs:
                  image: [png]
                  pooled: [pil_to_tensor, {max_pool2d: {kernel_size: 2}}, png]
                  gray: [grayscale, png]
                  pixels: [pil_to_tensor]
                  pooled_pixels: [pil_to_tensor, {max_pool2d: {kernel_size: 2}}]
                  gray_pixels: [grayscale, pil_to_tensor]
                """, ""));

        Map<String, Map<String, Tensor>> tensors = tensors(folder);
        Map<String, String> pictures = Map.of("image", "pixels", "pooled", "pooled_pixels", "gray", "gray_pixels");
        String python = pythonWith("PIL");
        for (Row row : spark.read().parquet(folder + "/out/data").collectAsList()) {
            for (Map.Entry<String, String> each : pictures.entrySet()) {
                byte[] png = row.getAs(each.getKey());
                int[] expected = interleaved(tensors.get(row.getString(0)).get(each.getValue()));
                Raster raster = ImageIO.read(new ByteArrayInputStream(png)).getRaster();
                int[] read = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
                assertThat(read).as(each.getKey()).isEqualTo(expected);
                if (python != null && row.getString(0).equals("china.jpg")) {
                    Path file = Files.write(folder.resolve(each.getKey() + ".png"), png);
                    String pixels = output(List.of(
                            python,
                            "-c",
                            "import sys, PIL.Image as I; print(*I.open(sys.argv[1]).tobytes())",
                            file.toString()));
                    assertThat(Stream.of(pixels.strip().split(" "))
                                    .mapToInt(Integer::parseInt)
                                    .toArray())
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void codecsLevelsAndFileSizes(@TempDir Path folder) throws Exception {
        String large = "steps: [{resize: {size: [300, 300]}}, to_tensor]\noutputs: {all: []}"; // 1,080,000 bytes a row
        Map<String, Long> sizes = new HashMap<>();
        for (String codec : List.of("codec: none", "codec: snappy", "codec: zstd", "codec: zstd, level: 19")) {
            Path each = Files.createDirectory(folder.resolve(codec.replaceAll("\\W+", "-")));
            runs.run(job(each, photos(), large, codec));
            String name = codec.split("\\W+")[1];
            for (Path file : files(each)) {
                assertThat(file.toString()).endsWith(name.equals("none") ? ".parquet" : "." + name + ".parquet");
                assertThat(footer(file)
                                .getBlocks()
                                .get(0)
                                .getColumns()
                                .get(0)
                                .getCodec()
                                .toString())
                        .isEqualTo(name.equals("none") ? "UNCOMPRESSED" : name.toUpperCase(java.util.Locale.ROOT));
            }
            sizes.put(codec, size(each));
        }
        assertThat(sizes.get("codec: zstd, level: 19")).isLessThan(sizes.get("codec: zstd"));
        assertThat(sizes.get("codec: zstd")).isLessThan(sizes.get("codec: snappy"));
        assertThat(sizes.get("codec: snappy")).isLessThan(sizes.get("codec: none"));

        Path rolled = Files.createDirectory(folder.resolve("rolled"));
        runs.run(job(rolled, photos(), large, "codec: none, file_bytes: 2000000"));
        assertThat(files(rolled)).hasSize(6).allSatisfy(file -> assertThat(Files.size(file))
                .isBetween(1_000_000L, 3_300_000L));
        assertThat(tensors(rolled)).hasSize(12);
    }

    @Test
    void aFolderForEachValueOfAColumn(@TempDir Path folder) throws Exception {
        for (int label = 0; label < 20; label++) {
            for (String photo : List.of("china.jpg", "wine.jpg")) {
                Path to = folder.resolve("in/label=" + (label == 7 ? "a%2Fb c" : label) + "/" + photo);
                Files.createDirectories(to.getParent());
                Files.copy(PHOTOS.resolve(photo), to);
            }
        }
        Files.copy(PHOTOS.resolve("china.jpg"), folder.resolve("in/china.jpg"));
        String input = "input: {format: images, path: " + folder + "/in}";
        String outputs = "steps: [{resize: {size: [4, 4]}}]\noutputs: {all: []}";

        runs.run(job(folder, input, outputs, "partition_by: label"));

        assertThat(folder.resolve("out/data/label=a%2Fb c")).isDirectory();
        assertThat(folder.resolve("out/data/label=__HIVE_DEFAULT_PARTITION__")).isDirectory();
        assertThat(spark.read().parquet(folder + "/out/data").select("id", "label").collectAsList().stream()
                        .map(Row::toString))
                .hasSize(41)
                .contains("[label=3/china.jpg,3]", "[label=a%2Fb c/wine.jpg,a/b c]", "[china.jpg,null]");
        assertThat(Sql.query("SELECT count(*) AS rows, count(DISTINCT label) AS labels FROM read_parquet('" + folder
                        + "/out/data/**/*.parquet', hive_partitioning = true)"))
                .first()
                .satisfies(row -> assertThat(row).containsEntry("rows", 41L));
        assertThat(tensors(folder)).hasSize(41);
        assertThatThrownBy(() -> runs.run(job(folder, input, outputs, "partition_by: Label")))
                .isInstanceOfSatisfying(InputException.class, refused -> assertThat(refused.key())
                        .isEqualTo("output.partition_by"))
                .hasMessage("the source has no column Label; it has label string");
    }

    private static String photos() {
        return "input: {format: images, path: " + PHOTOS + "}";
    }

    private static Path job(Path folder, String input, String steps, String output) throws IOException {
        return Files.writeString(
                folder.resolve("job.yaml"),
                input + "\n" + steps + "\noutput: {path: " + folder.resolve("out")
                        + (output.isEmpty() ? "" : ", " + output) + "}\n");
    }

    private static Map<String, Map<String, Tensor>> tensors(Path folder) throws IOException {
        Configuration conf = new Configuration();
        return new StoredRun(OutputFolder.of(folder + "/out", conf), conf)
                .data(Integer.MAX_VALUE).stream().collect(Collectors.toMap(StoredRun.Row::id, StoredRun.Row::tensors));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("out/data"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    private static long size(Path folder) throws IOException {
        long size = 0;
        for (Path file : files(folder)) {
            size += Files.size(file);
        }
        return size;
    }

    private static ParquetMetadata footer(Path file) throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toString());
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
            return reader.getFooter();
        }
    }

    private static double[] values(Tensor tensor) {
        return IntStream.range(0, tensor.length()).mapToDouble(tensor::valueAt).toArray();
    }

    private static double[] doubles(List<?> list) {
        return list.stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
    }

    /** [C, H, W] as Pillow's and Java's rasters have it. */
    private static int[] interleaved(Tensor tensor) {
        int channels = tensor.shape().size(0);
        int plane = tensor.length() / channels;
        return IntStream.range(0, tensor.length())
                .map(i -> (int) tensor.valueAt(i % channels * plane + i / channels))
                .toArray();
    }

    /** A Python that has the module, or null. */
    private static String pythonWith(String module) throws Exception {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            try {
                Process process = new ProcessBuilder(python, "-c", "import " + module)
                        .redirectErrorStream(true)
                        .start();
                process.getInputStream().readAllBytes();
                if (process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0) {
                    return python;
                }
            } catch (IOException absent) {
                continue;
            }
        }
        return null;
    }

    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }
}
