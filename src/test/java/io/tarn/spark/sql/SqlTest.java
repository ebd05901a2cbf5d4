package io.tarn.spark.sql;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.pipeline.EncodedImage;
import io.tarn.pipeline.Pipeline;
import io.tarn.pipeline.PooledRow;
import io.tarn.plan.JobFile;
import io.tarn.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The functions in queries on a real Spark, held against the job file's pipeline. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlTest {
    private static final String TO_TENSOR = "to_tensor(resize(decode_image(content), 128, 128))";

    private SparkSession spark;

    @BeforeAll
    void start(@TempDir Path warehouse) {
        spark = SparkSession.builder()
                .config("spark.sql.extensions", TarnExtensions.class.getName())
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.warehouse.dir", warehouse.toString())
                .getOrCreate();
        spark.read().format("binaryFile").load("jobs/tutorial/photos").createOrReplaceTempView("photos");
        spark.sql("SELECT X'0102' AS content UNION ALL SELECT content FROM photos WHERE path LIKE '%/china.jpg'"
                        + " UNION ALL SELECT CAST(NULL AS BINARY)")
                .createOrReplaceTempView("mixed");
        sql("SELECT " + TO_TENSOR + " AS t, decode_image(content) AS image, content FROM photos")
                .createOrReplaceTempView("tensors");
    }

    @AfterAll
    void stop() {
        spark.stop();
    }

    private Dataset<Row> sql(String query) {
        return spark.sql(query);
    }

    private Row one(String expression) {
        return sql("SELECT " + expression + " FROM photos WHERE path LIKE '%/china.jpg'")
                .head();
    }

    /** What a job with that output makes of a photograph. */
    private static PooledRow job(String steps, String photo, @TempDir Path folder) throws Exception {
        Path job = Files.writeString(folder.resolve("job.yaml"), """
                input: {format: images, path: x}
                steps: []
                outputs: {x: %s}
                output: {path: y}
                """.formatted(steps));
        byte[] bytes = Files.readAllBytes(Path.of("jobs/tutorial/photos", photo));
        return new Pipeline(JobFile.read(job, List.of()))
                .process(new EncodedImage(photo, bytes))
                .row();
    }

    private static void assertSame(Row struct, Tensor expected) {
        assertThat(struct.getString(0)).isEqualTo(expected.dtype().toString());
        assertThat(struct.<Integer>getList(1))
                .isEqualTo(Arrays.stream(expected.shape().sizes()).boxed().toList());
        assertThat((byte[]) struct.get(2)).isEqualTo(expected.littleEndian());
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void whatTheJobFileMakes(String wholeStage, @TempDir Path folder) throws Exception {
        spark.conf().set("spark.sql.codegen.wholeStage", wholeStage);
        spark.conf().set("spark.sql.codegen.factoryMode", wholeStage.equals("true") ? "CODEGEN_ONLY" : "NO_CODEGEN");
        try {
            List<Row> rows = sql("SELECT path, max_pool2d(" + TO_TENSOR + ", 2, 2) AS max," + " avg_pool2d(" + TO_TENSOR
                            + ", 3, stride => 2, padding => 1) AS avg FROM photos")
                    .collectAsList();
            assertThat(rows).hasSize(12);
            for (Row row : rows) {
                String photo = Path.of(row.getString(0)).getFileName().toString();
                assertSame(
                        row.getStruct(1),
                        job("[resize: {size: [128, 128]}, to_tensor, max_pool2d: {kernel_size: 2}]", photo, folder)
                                .output(0));
                assertSame(
                        row.getStruct(2),
                        job(
                                        "[resize: {size: [128, 128]}, to_tensor,"
                                                + " avg_pool2d: {kernel_size: 3, stride: 2, padding: 1}]",
                                        photo,
                                        folder)
                                .output(0));
            }
        } finally {
            spark.conf().unset("spark.sql.codegen.wholeStage");
            spark.conf().unset("spark.sql.codegen.factoryMode");
        }
    }

    @Test
    void nestedCallsRunAsOneAndSharedOnesOnce() {
        String shared = "SELECT max_pool2d(" + TO_TENSOR + ", 2), avg_pool2d(" + TO_TENSOR + ", 2) FROM photos";
        String plan = sql(shared).queryExecution().executedPlan().toString();
        assertThat(plan).contains("max_pool2d(to_tensor(resize(decode_image(content");
        String code = org.apache.spark.sql.execution.debug.package$.MODULE$.codegenString(
                sql(shared).queryExecution().executedPlan());
        // the common part, and each of the two pools on it
        assertThat(code.split("\\.run\\(new Object", -1)).hasSize(1 + 3);
        String alone = org.apache.spark.sql.execution.debug.package$.MODULE$.codegenString(
                sql("SELECT max_pool2d(t, 2) FROM (SELECT " + TO_TENSOR + " AS t FROM photos)")
                        .queryExecution()
                        .executedPlan());
        assertThat(alone.split("\\.run\\(new Object", -1)).hasSize(1 + 1);
    }

    @Test
    void namedArguments() {
        Row row = one("max_pool2d(" + TO_TENSOR + ", 3, 2, 1), max_pool2d(" + TO_TENSOR
                + ", kernel_size => array(3, 3), padding => 1, stride => 2)");
        assertThat((byte[]) row.getStruct(0).get(2))
                .isEqualTo((byte[]) row.getStruct(1).get(2));
        assertThat(row.getStruct(0).getList(1)).isEqualTo(List.of(3, 64, 64));
    }

    @Test
    void theFirstArgumentHasAName() {
        Row row = one("max_pool2d(" + TO_TENSOR + ", 2), max_pool2d(kernel_size => 2, tensor => " + TO_TENSOR
                + "), max_pool2d(TENSOR => " + TO_TENSOR + ", Kernel_Size => 2), try_resize(size => array(4, 5),"
                + " tensor => decode_image(content => X'01'))");
        assertThat(row.getStruct(0)).isEqualTo(row.getStruct(1)).isEqualTo(row.getStruct(2));
        assertThat(row.isNullAt(3)).isTrue();
        String missing =
                "max_pool2d: tensor is missing, which stands first or has its name; it takes max_pool2d(tensor,";
        refused("max_pool2d(image => t, kernel_size => 2)", "tensors", missing);
        refused("max_pool2d(kernel_size => 2)", "tensors", missing);
        refused("max_pool2d(t, 2, tensor => t)", "tensors", "max_pool2d: tensor is given twice");
        refused("max_pool2d(2, tensor => t)", "tensors", "max_pool2d: tensor is given twice");
    }

    @Test
    void infinity() {
        Row row = one("lp_pool2d(" + TO_TENSOR + ", 2, norm_type => double('inf')), max_pool2d(" + TO_TENSOR + ", 2)");
        assertThat(row.getStruct(0)).isEqualTo(row.getStruct(1)); // of what is not negative
    }

    @Test
    void sizesOneByOne() {
        Row row = one("resize(decode_image(content), 40, 60).shape, resize(decode_image(content), 64, 'bicubic').shape,"
                + " resize(decode_image(content), array(40, 60)).shape, adaptive_avg_pool2d(" + TO_TENSOR
                + ", 3, 5).shape, center_crop(" + TO_TENSOR
                + ", 10, 20).shape, resize(decode_image(content), 40L, 60L).shape");
        assertThat(row.getList(0)).isEqualTo(List.of(40, 60, 3));
        assertThat(row.<Integer>getList(1)).contains(64, 3);
        assertThat(row.getList(2)).isEqualTo(List.of(40, 60, 3));
        assertThat(row.getList(3)).isEqualTo(List.of(3, 3, 5));
        assertThat(row.getList(4)).isEqualTo(List.of(3, 10, 20));
        assertThat(row.getList(5)).isEqualTo(List.of(40, 60, 3));
    }

    @Test
    void stepsAsText(@TempDir Path folder) throws Exception {
        Row row = one("feature_maps(" + TO_TENSOR
                + ", array('identity', '{roll: {shifts: 5, dims: height}}',"
                + " '{blend: {with: {roll: {shifts: 3, dims: [height, width]}}, weights: [0.5, 0.5]}}')),"
                + " blend(" + TO_TENSOR + ", '{roll: {shifts: 3, dims: width}}', array(0.25, 0.75))");
        assertSame(
                row.getStruct(0),
                job(
                                "[resize: {size: [128, 128]}, to_tensor, feature_maps: [identity,"
                                        + " roll: {shifts: 5, dims: height}, blend: {with: {roll: {shifts: 3, dims:"
                                        + " [height, width]}}, weights: [0.5, 0.5]}]]",
                                "china.jpg",
                                folder)
                        .output(0));
        assertSame(
                row.getStruct(1),
                job(
                                "[resize: {size: [128, 128]}, to_tensor,"
                                        + " blend: {with: {roll: {shifts: 3, dims: width}}, weights: [0.25, 0.75]}]",
                                "china.jpg",
                                folder)
                        .output(0));
    }

    @Test
    void nullsAndBadImages() {
        String chain = "max_pool2d(to_tensor(resize(decode_image(content), 128, 128)), 2)";
        List<Row> rows = sql("SELECT try_" + chain + " AS x, try_avg_pool2d(" + TO_TENSOR + ", 2) AS y FROM mixed")
                .collectAsList();
        assertThat(rows.stream().filter(row -> row.isNullAt(0) && row.isNullAt(1)))
                .hasSize(2);
        assertThat(rows.stream().filter(row -> !row.isNullAt(0) && !row.isNullAt(1)))
                .hasSize(1);
        assertThat(sql("SELECT " + chain + " FROM mixed WHERE content IS NULL")
                        .head()
                        .isNullAt(0))
                .isTrue();
        assertThat(one("max_pool2d(NULL, 2)").isNullAt(0)).isTrue();
        assertThat(one("max_unpool2d(NULL, 2)").isNullAt(0)).isTrue();
        assertThat(one("try_decode_image(NULL)").isNullAt(0)).isTrue();
        assertThatThrownBy(() -> sql("SELECT " + chain + " FROM mixed").collectAsList())
                .hasMessageContaining("decode_image: ")
                .hasMessageContaining("(not_an_image; try_decode_image gives null instead)");
    }

    @Test
    void nullsLeftOutAreDecodedOnce() {
        Dataset<Row> images = sql("SELECT to_tensor(image) FROM mixed"
                + " LATERAL VIEW explode(array_compact(array(try_decode_image(content)))) AS image");
        assertThat(images.count()).isEqualTo(1);
        assertThat(images.queryExecution().optimizedPlan().toString()).containsOnlyOnce("decode_image(");
    }

    /** What docs/sql.md says of tables. */
    @Test
    void tablesOfImages() {
        String type = "STRUCT<dtype STRING, shape ARRAY<INT>, data BINARY>";
        sql("CREATE TABLE created USING parquet AS SELECT decode_image(content) AS image FROM photos LIMIT 0");
        sql("CREATE TABLE declared (image " + type + ") USING parquet");
        sql("CREATE VIEW permanent AS SELECT * FROM created");
        for (String table : List.of("created", "declared")) {
            sql("INSERT INTO " + table + " SELECT resize(decode_image(content), 40, 60) FROM photos");
        }
        refused("max_pool2d(image, 2)", "permanent", "max_pool2d: the input is an image [H,W,C]; add to_tensor");
        Row row = sql("SELECT avg_pool2d(to_dtype(image), 2).shape, to_tensor(image).shape,"
                        + " max_pool2d(pil_to_tensor(image), 2).shape FROM declared")
                .head();
        assertThat(sql("SELECT max_pool2d(CAST(image AS " + type + "), 2).shape FROM created")
                        .head()
                        .getList(0))
                .isEqualTo(row.getList(0))
                .isEqualTo(List.of(40, 30, 1));
        assertThat(row.getList(1)).isEqualTo(List.of(3, 40, 60));
        assertThat(row.getList(2)).isEqualTo(List.of(3, 20, 30));
        assertThatThrownBy(() -> sql("CREATE VIEW tensors_of_created AS SELECT to_tensor(image) AS t FROM created"))
                .hasMessageContaining("INVALID_TEMP_OBJ_REFERENCE");
    }

    @Test
    void whatDoesNotFitOneRow() {
        String small = "max_pool2d(to_tensor(decode_image(content)), 2000)";
        assertThatThrownBy(() -> one(small))
                .hasMessageContaining("max_pool2d: ")
                .hasMessageContaining("(does_not_fit; try_max_pool2d gives null instead)");
        assertThat(one("try_" + small).isNullAt(0)).isTrue();
    }

    /** Spark's optimizer puts a view's expressions into those on it, after analysis. */
    @ParameterizedTest
    @ValueSource(strings = {"CODEGEN_ONLY", "NO_CODEGEN"})
    void whatDoesNotFitAView(String mode) {
        spark.conf().set("spark.sql.codegen.wholeStage", mode.equals("CODEGEN_ONLY"));
        spark.conf().set("spark.sql.codegen.factoryMode", mode);
        try {
            sql("SELECT path, length, to_tensor(resize(decode_image(content), 64, 48)) AS t FROM photos"
                            + " WHERE path LIKE '%/china.jpg'")
                    .createOrReplaceTempView("ten");
            doesNotFit("max_pool2d(t, 50, 50)", "ten", "does_not_fit");
            doesNotFit("png(t)", "ten", "does_not_fit");
            doesNotFit("resize(t, 8, 8)", "ten", "does_not_fit");
            doesNotFit("normalize(t, array(.1, .2), 1)", "ten", "does_not_fit");
            doesNotFit("avg_pool2d(t, 2)", "(SELECT to_dtype(t, 'int32') AS t FROM ten)", "does_not_fit");
            doesNotFit("roi_align(t, b, 2)", "(SELECT t, array(array(0, 0, 1)) AS b FROM ten)", "bad_boxes");
            assertThat(sql("SELECT CASE WHEN length < 0 THEN max_pool2d(t, 100) END FROM ten")
                            .head()
                            .isNullAt(0))
                    .isTrue();
            Row row = sql("SELECT x, x IS NULL FROM (SELECT roi_align(t, b, 2) AS x FROM"
                            + " (SELECT t, CAST(NULL AS array<array<double>>) AS b FROM ten))")
                    .head();
            assertThat(row.isNullAt(0)).isTrue();
            assertThat(row.getBoolean(1)).isTrue();
            Row boxes = sql("SELECT roi_align(t, b, 2), roi_align(t, array(array(0, 0, 9, 9)), 2) FROM"
                            + " (SELECT t, array(array(0, 0, 9, 9)) AS b FROM ten)")
                    .head();
            assertThat(boxes.getStruct(0)).isEqualTo(boxes.getStruct(1));
        } finally {
            spark.conf().unset("spark.sql.codegen.wholeStage");
            spark.conf().unset("spark.sql.codegen.factoryMode");
        }
    }

    /** Sizes that an int does not hold. */
    @Test
    void whatNoArrayHolds() {
        String wide =
                "max_pool2d(t, 2147483647, 1, array(array(2147483646, 2147483646), array(2147483646, 2147483646)))";
        String row = "named_struct('dtype', 'uint8', 'shape', array(1, 1, 10), 'data', X'00010203040506070809')";
        doesNotFit(wide, "(SELECT " + row + " AS t FROM range(1))", "does_not_fit");
        refused(
                wide.replace("(t,", "(pil_to_tensor(resize(decode_image(content), 10, 10)),"),
                "photos",
                "max_pool2d: the output's height would be 2147483656; at most 2147483647 is possible");
        String pyramid = "spatial_pyramid_pool(to_tensor(resize(decode_image(content), 8, 8)), array(13000))";
        refused(
                "feature_maps(" + pyramid + ", array('identity', 'identity', 'identity', 'identity', 'identity'))",
                "photos",
                "feature_maps: with identity there would be 2535000000 channels; at most 2147483647 are possible");
    }

    private void doesNotFit(String call, String view, String error) {
        String name = call.substring(0, call.indexOf('('));
        assertThatThrownBy(() -> sql("SELECT " + call + " FROM " + view).collectAsList())
                .as(call)
                .hasMessageContaining(name)
                .hasMessageContaining("(" + error + "; try_" + name + " gives null instead)");
        assertThat(sql("SELECT try_" + call + " FROM " + view).head().isNullAt(0))
                .as(call)
                .isTrue();
    }

    @Test
    void tensorsInColumns() {
        List<Row> rows = sql("SELECT max_pool2d(t, 2) AS a, max_pool2d(" + TO_TENSOR + ", 2) AS b,"
                        + " to_tensor(resize(image, 128, 128)) AS c, t FROM tensors")
                .collectAsList();
        for (Row row : rows) {
            assertThat(row.getStruct(0)).isEqualTo(row.getStruct(1));
            assertThat(row.getStruct(2)).isEqualTo(row.getStruct(3));
        }
    }

    @Test
    void imagesStayImagesInFiles(@TempDir Path folder) {
        String path = folder.resolve("t").toString();
        sql("SELECT decode_image(content) AS image FROM photos").write().parquet(path);
        spark.read().parquet(path).createOrReplaceTempView("stored");
        List<Row> rows = sql("SELECT horizontal_flip(image), to_tensor(horizontal_flip(image)) FROM stored")
                .collectAsList();
        for (Row row : rows) { // as an image, the last dimension are channels and the second is the width
            List<Integer> shape = row.getStruct(0).getList(1);
            assertThat(shape.get(2)).isEqualTo(3);
            byte[] image = (byte[]) row.getStruct(0).get(2);
            assertThat(image).hasSize(shape.get(0) * shape.get(1) * 3);
        }
        assertThatThrownBy(() -> sql("SELECT max_pool2d(image, 2) FROM stored"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("to_tensor");
        // a struct that does not tell is an image where nothing else makes sense
        assertThat(sql("SELECT grayscale(named_struct('dtype', image.dtype, 'shape', image.shape, 'data', image.data))"
                                + ".shape AS shape FROM stored")
                        .head()
                        .<Integer>getList(0))
                .hasSize(3)
                .endsWith(1);
    }

    @Test
    void indices(@TempDir Path folder) throws Exception {
        Row row = one("max_pool2d(" + TO_TENSOR + ", 2, return_indices => true) AS pooled, max_unpool2d(max_pool2d("
                + TO_TENSOR + ", 2, return_indices => true), 2) AS unpooled, max_pool2d(" + TO_TENSOR
                + ", 2, return_indices => true).indices.dtype");
        PooledRow pooled = job(
                "[resize: {size: [128, 128]}, to_tensor, max_pool2d: {kernel_size: 2, return_indices: true}]",
                "china.jpg",
                folder);
        assertSame(row.getStruct(0).getStruct(0), pooled.output(0));
        assertSame(row.getStruct(0).getStruct(1), pooled.indices(0));
        assertSame(
                row.getStruct(1),
                job(
                                "[resize: {size: [128, 128]}, to_tensor, max_pool2d: {kernel_size: 2, return_indices:"
                                        + " true}, max_unpool2d: {kernel_size: 2}]",
                                "china.jpg",
                                folder)
                        .output(0));
        assertThat(row.getString(2)).isEqualTo("int64");
        sql("SELECT max_pool2d(" + TO_TENSOR + ", 2, return_indices => true) AS p FROM photos")
                .cache()
                .createOrReplaceTempView("pooled");
        assertThat(sql("SELECT max_unpool2d(p, 2).shape, avg_pool2d(p.values, 2).shape FROM pooled")
                        .head()
                        .getList(0))
                .isEqualTo(List.of(3, 128, 128));
    }

    @Test
    void boxesOfEachRow(@TempDir Path folder) throws Exception {
        Row row = one("roi_align(" + TO_TENSOR
                + ", array(array(0, 0, length(path) - length(path) + 15, 15), array(8, 8, 31, 31)), 4),"
                + " roi_align(" + TO_TENSOR + ", array(array(0, 0, 15, 15), array(8, 8, 31, 31)), 4)");
        Tensor expected = job(
                        "[resize: {size: [128, 128]}, to_tensor,"
                                + " roi_align: {boxes: [[0, 0, 15, 15], [8, 8, 31, 31]], output_size: 4}]",
                        "china.jpg",
                        folder)
                .output(0);
        assertSame(row.getStruct(0), expected);
        assertSame(row.getStruct(1), expected);
    }

    @Test
    void orientation() throws Exception {
        byte[] photo = Files.readAllBytes(Path.of("jobs/tutorial/photos/china.jpg"));
        byte[] exif = HexFormat.of()
                .parseHex(
                        "ffe10022457869660000" // APP1, 34 bytes, "Exif"
                                + "49492a00080000000100" // little-endian, one tag:
                                + "1201030001000000" + "06000000" // orientation 6, turned by 90 degrees
                                + "00000000");
        byte[] turned = new byte[photo.length + exif.length];
        System.arraycopy(photo, 0, turned, 0, 2);
        System.arraycopy(exif, 0, turned, 2, exif.length);
        System.arraycopy(photo, 2, turned, 2 + exif.length, photo.length - 2);
        spark.createDataFrame(List.of(RowFactory.create(turned)), new StructType().add("content", DataTypes.BinaryType))
                .createOrReplaceTempView("turned");

        // what Spark could compute once for both columns must not lose the orientation
        Row row = sql("SELECT decode_image(content).shape, exif_transpose(decode_image(content)).shape,"
                        + " exif_transpose(resize(decode_image(content), 40, 60)).shape,"
                        + " to_tensor(exif_transpose(decode_image(content))).shape FROM turned")
                .head();

        assertThat(row.getList(0)).isEqualTo(List.of(427, 640, 3));
        assertThat(row.getList(1)).isEqualTo(List.of(640, 427, 3));
        assertThat(row.getList(2)).isEqualTo(List.of(60, 40, 3));
        assertThat(row.getList(3)).isEqualTo(List.of(3, 640, 427));
        refused(
                "exif_transpose(image)",
                "tensors",
                "exif_transpose: the orientation is known to the call of decode_image only; write"
                        + " exif_transpose(decode_image(...))");
    }

    @Test
    void mistakesAreFoundByAnalysis() {
        refused(
                "max_pool2d(t, 3, 1, 2)",
                "tensors",
                "max_pool2d: padding 2 is more than half of kernel_size 3; use at most 1");
        refused(
                "max_pool2d(t)",
                "tensors",
                "max_pool2d: kernel_size is missing; give int or [height, width]: taps of a window");
        refused("max_pool2d(t, 'two')", "tensors", "max_pool2d: kernel_size must be an int, not \"two\"");
        refused("max_pool2d(t, 2, kernle => 2)", "tensors", "max_pool2d: kernle is unknown");
        refused("max_pool2d(t, 2, kernel_size => 2)", "tensors", "max_pool2d: kernel_size is given twice");
        refused("max_pool2d(t, length(content))", "tensors", "max_pool2d: kernel_size must be a constant, not length(");
        refused(
                "max_pool2d(content, 2)",
                "tensors",
                "must be struct<dtype:string,shape:array<int>,data:binary>, not binary; decode_image makes an image");
        refused("max_pool2d(decode_image(content), 2)", "photos", "to_tensor");
        refused("max_pool2d(" + TO_TENSOR + ", 200)", "photos", "max_pool2d: ");
        refused(
                "decode_image('a.jpg')",
                "photos",
                "decode_image: 'a.jpg' must be binary, an image file's bytes, not string");
        refused(
                "decode_image(content, mode => 'cmyk')",
                "photos",
                "decode_image: mode must be rgb | rgba | l | i, not cmyk");
        refused("to_tensor(image, 1)", "tensors", "to_tensor: 2 arguments are too many; it takes to_tensor(tensor)");
        refused("resize()", "tensors", "resize: no arguments; it takes resize(tensor, size[, filter])");
        refused(
                "avg_pool2d(max_pool2d(t, 2, return_indices => true), 2)",
                "tensors",
                "take its field values, or indices");
        refused(
                "max_unpool2d(t, 2)",
                "tensors",
                "max_unpool2d: there are no indices to unpool with; add return_indices: true to a max_pool2d before it");
        refused("feature_maps(t, array('rol'))", "tensors", "there is no step rol; did you mean roll?");
        refused(
                "resize(image, stride => 2, 3)",
                "tensors",
                "resize: arguments without a name stand before those with one");
    }

    @Test
    void pngIsAFile() {
        String picture = "pil_to_tensor(resize(decode_image(content), 30, 40))";
        String again = "decode_image(png(" + picture + "))";
        Row row = one("png(" + picture + "), pil_to_tensor(" + again + "), " + picture
                + ", pil_to_tensor(exif_transpose(" + again + "))");
        assertThat((byte[]) row.get(0)).startsWith(0x89, 'P', 'N', 'G');
        assertThat(row.getStruct(1)).isEqualTo(row.getStruct(2));
        assertThat(row.getStruct(3)).isEqualTo(row.getStruct(2));
    }

    @Test
    void aCallHasOneFrame() {
        refused(
                "decode_image(content, frames => 'all')",
                "photos",
                "decode_image: frames is unknown; it takes decoder, mode");
    }

    @Test
    void boxesAreNumbers() {
        refused("roi_align(t, 'boxes', 4)", "tensors", "roi_align: boxes must be a column or an array, not 'boxes'");
        refused(
                "roi_align(t, content, 4)",
                "tensors",
                "roi_align: boxes must be a constant, or of type array<array<double>>, not ");
    }

    private void refused(String expression, String view, String message) {
        assertThatThrownBy(() -> sql("SELECT " + expression + " FROM " + view))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining(message);
    }

    /** Spark ends the process of a task that fails of an error. */
    @Test
    void noMemoryIsNoError() {
        String large = "adaptive_avg_pool1d(t, 536870000)"; // 2 GiB, the tests' whole heap
        LogicalPlan plan = sql("SELECT " + large
                        + " FROM (SELECT named_struct('dtype', 'float32', 'shape', array(1, 1), 'data',"
                        + " X'00000000') AS t)")
                .queryExecution()
                .optimizedPlan();
        TensorExpression call =
                (TensorExpression) plan.expressions().head().children().head();
        assertThatThrownBy(() -> call.eval(InternalRow.empty()))
                .hasMessage(
                        "adaptive_avg_pool1d on float32[1,1] takes too much memory (too_large; try_adaptive_avg_pool1d gives null instead)")
                .hasNoCause();
    }

    /** The tensor fits into the tests' heap, and its bytes beside it do not. */
    @Test
    void noMemoryForTheValueIsNoErrorEither() {
        String large = "pad(t, array(0, 0, 999, 1150000))";
        String from = " FROM (SELECT named_struct('dtype', 'uint8', 'shape', array(1, 1, 1), 'data', X'00') AS t)";
        assertThatThrownBy(() -> eval(large + from))
                .hasMessage("pad: its tensor takes too much memory as a value of SQL"
                        + " (too_large; try_pad gives null instead)")
                .satisfies(failure -> assertThat(failure.getCause()).hasNoCause());
        assertThat(eval("try_" + large + from)).isNull();
    }

    private Object eval(String select) {
        LogicalPlan plan = sql("SELECT " + select).queryExecution().optimizedPlan();
        TensorExpression call =
                (TensorExpression) plan.expressions().head().children().head();
        return call.eval(InternalRow.empty());
    }

    /** As a client of Spark Connect asks for them: by name, and with nulls for what it leaves out. */
    @Test
    void calledByName() {
        Row row = spark.table("tensors")
                .select(
                        call_function("max_pool2d", col("t"), lit(2), lit(null), lit(null)),
                        call_function("max_pool2d", col("t"), lit(2)))
                .head();
        assertThat(row.getStruct(0)).isEqualTo(row.getStruct(1));
    }

    @Test
    void travelsByJavaSerialization() throws Exception {
        LogicalPlan plan = spark.table("photos")
                .selectExpr("try_max_pool2d(" + TO_TENSOR + ", 2, stride => 2)")
                .queryExecution()
                .analyzed();
        TensorExpression sent =
                (TensorExpression) plan.expressions().head().children().head();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(sent);
        }
        Object back;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            back = in.readObject();
        }
        assertThat(back).isEqualTo(sent).hasSameHashCodeAs(sent).isNotSameAs(sent);
        assertThat(back.toString()).startsWith("try_max_pool2d(try_to_tensor(try_resize(try_decode_image(content#");
        assertThat(((TensorExpression) back).dataType()).isEqualTo(TensorStruct.TENSOR);
        assertThat(sent.deterministic()).isTrue();
    }

    /** A function of the same name would be hidden. */
    @Test
    void noneOfSparksFunctionsIsHidden() {
        for (SqlFunction function : SqlFunction.ALL) {
            assertThat(FunctionRegistry$.MODULE$.builtin().functionExists(new FunctionIdentifier(function.name())))
                    .as(function.name())
                    .isFalse();
        }
    }

    @Test
    void described() {
        assertThat(lines("DESCRIBE FUNCTION max_pool2d"))
                .contains("Usage: max_pool2d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule,"
                        + " auto_pad, return_indices, storage_order]) - the largest element of each window; any"
                        + " element type. From torch.nn.functional; ONNX MaxPool.");
        assertThat(lines("DESCRIBE FUNCTION EXTENDED resize"))
                .contains("* size - the new size; an int is the shorter side ([height, width], or int; required)")
                .contains("> SELECT resize(tensor, 128, 128);");
        assertThat(lines("DESCRIBE FUNCTION try_resize")).contains("Null for a bad image");
    }

    private String lines(String query) {
        return sql(query).collectAsList().stream().map(row -> row.getString(0)).collect(Collectors.joining("\n"));
    }

    @Test
    void everyOperatorHasItsFunctionsAndTheirExamplesHold() {
        for (SqlFunction function : SqlFunction.ALL) {
            String rank = function.name().endsWith("1d")
                    ? "array(4, 64)"
                    : function.name().endsWith("3d") ? "array(4, 32, 32, 32)" : "array(2, 64, 64)";
            sql("SELECT X'00' AS content, named_struct('dtype', 'float32', 'shape', " + rank
                            + ", 'data', X'00') AS tensor")
                    .selectExpr("*", "named_struct('values', tensor, 'indices', tensor) AS pooled")
                    .createOrReplaceTempView("examples");
            for (String prefix : List.of("", "try_")) {
                StructType type = sql("SELECT " + prefix + function.example() + " AS x FROM examples")
                        .schema();
                assertThat(type.apply("x").dataType())
                        .as(function.example())
                        .isInstanceOfAny(StructType.class, BinaryType.class);
            }
        }
    }
}
