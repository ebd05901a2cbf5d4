package io.tarn.spark.ml;

import static io.tarn.spark.functions.crop;
import static io.tarn.spark.functions.decode_image;
import static io.tarn.spark.functions.max_pool2d;
import static io.tarn.spark.functions.pil_to_tensor;
import static io.tarn.spark.functions.resize;
import static io.tarn.spark.functions.to_tensor;
import static io.tarn.spark.functions.vertical_flip;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tarn.spark.sql.TensorStruct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayArrayParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Transformers in pipelines on a real Spark. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransformersTest {
    private SparkSession spark;
    private Dataset<Row> photos;

    @BeforeAll
    void start() {
        spark = SparkSession.builder().config("spark.sql.shuffle.partitions", 2).getOrCreate();
        photos = spark.read().format("binaryFile").load("jobs/tutorial/photos");
    }

    @AfterAll
    void stop() {
        spark.stop();
    }

    @Test
    void fromBytesToVectors(@TempDir Path folder) throws IOException {
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            new ImageDecoder().setInputCol("content").setOutputCol("image"),
            new ImageResizer().setSize(64, 96).setInputCol("image").setOutputCol("small"),
            new ImageToTensor().setInputCol("small").setOutputCol("tensor"),
            new MaxPooler()
                    .setKernelSize(3)
                    .setStride(2)
                    .setPadding(1)
                    .setInputCol("tensor")
                    .setOutputCol("pooled"),
            new TensorToVector().setInputCol("pooled").setOutputCol("features")
        });
        String path = folder.resolve("model").toString();
        pipeline.fit(photos).write().overwrite().save(path);
        Column tensor = to_tensor(resize(decode_image(col("content")), 64, 96));

        List<Row> rows = PipelineModel.load(path)
                .transform(photos)
                .select(col("pooled"), col("features"), max_pool2d(tensor, 3, 2, 1))
                .collectAsList();

        assertThat(rows).hasSize(12);
        for (Row row : rows) {
            assertThat(row.getStruct(0)).isEqualTo(row.getStruct(2));
            Vector features = row.getAs(1);
            assertThat(features.size()).isEqualTo(3 * 32 * 48);
            assertThat(features.apply(5))
                    .isEqualTo(TensorStruct.tensor(row.getStruct(0)).floats()[5]);
        }
    }

    @Test
    void classifierOfWhatIsUp() throws IOException {
        Column image = resize(decode_image(col("content")), 128, 128);
        Column[] strips = IntStream.range(0, 8)
                .mapToObj(i -> crop(col("image"), 0, i * 16, 128, 16))
                .toArray(Column[]::new);
        Dataset<Row> upright = photos.select(col("path"), image.as("image"))
                .select(col("path"), explode(array(strips)).as("strip"), lit(1.0).as("label"));
        Dataset<Row> data = upright.union(upright.select(col("path"), vertical_flip(col("strip")), lit(0.0)))
                .withColumn("fold", expr("CAST(dense_rank() OVER (ORDER BY path) % 4 AS int)"))
                .cache();
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            new ImageToTensor().setInputCol("strip").setOutputCol("tensor"),
            new AdaptiveAvgPooler().setOutputSize(8, 1).setInputCol("tensor").setOutputCol("avg"),
            new TensorToVector().setInputCol("avg").setOutputCol("features"),
            new LogisticRegression().setRegParam(0.1)
        });
        CrossValidatorModel model = new CrossValidator()
                .setEstimator(pipeline)
                .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
                .setEstimatorParamMaps(new ParamMap[] {ParamMap.empty()})
                .setNumFolds(4)
                .setFoldCol("fold")
                .fit(data);
        double accuracy = model.avgMetrics()[0];

        String page = Files.readString(Path.of("docs/ml.md"));
        Matcher documented = Pattern.compile("accuracy is (0[.][0-9]+)").matcher(page);
        assertThat(documented.find()).isTrue();
        assertThat(accuracy).isCloseTo(Double.parseDouble(documented.group(1)), within(0.02));
        assertThat(((PipelineModel) model.bestModel()).transform(data).count()).isEqualTo(12 * 8 * 2);
        String code = page.substring(page.indexOf("```java\n") + 8, page.indexOf("```\n\nwith `photos`"));
        String here = Files.readString(Path.of("src/test/java/io/tarn/spark/ml/TransformersTest.java"));
        assertThat(here.replaceAll("\\s+", "")).contains(code.replaceAll("\\s+", ""));
    }

    static Stream<Transformer> transformers() throws ReflectiveOperationException {
        List<String> names = Stream.concat(
                        TransformerSourcesTest.CLASSES.values().stream(), Stream.of("TensorToVector"))
                .toList();
        Stream.Builder<Transformer> all = Stream.builder();
        for (String name : names) {
            all.add((Transformer)
                    Class.forName("io.tarn.spark.ml." + name).getConstructor().newInstance());
        }
        return all.build();
    }

    @ParameterizedTest
    @MethodSource("transformers")
    void savedAndLoaded(Transformer transformer, @TempDir Path folder) throws Exception {
        for (Param<?> param : transformer.params()) {
            set(transformer, param);
        }
        String path = folder.resolve("saved").toString();
        ((MLWritable) transformer).save(path);

        Transformer loaded = (Transformer)
                transformer.getClass().getMethod("load", String.class).invoke(null, path);

        assertThat(loaded.uid()).isEqualTo(transformer.uid());
        assertThat(loaded.explainParams()).isNotEmpty();
        assertSameParams(loaded, transformer);
        Transformer copy = transformer.copy(ParamMap.empty());
        assertThat(copy).isNotSameAs(transformer);
        assertSameParams(copy, transformer);
    }

    @SuppressWarnings("unchecked")
    private static void set(Transformer transformer, Param<?> param) {
        Object value = param.name().equals("handleInvalid") ? "skip" : "some";
        if (param instanceof BooleanParam) {
            value = true;
        } else if (param instanceof IntParam) {
            value = 3;
        } else if (param instanceof DoubleParam) {
            value = 0.5;
        } else if (param instanceof IntArrayParam) {
            value = new int[] {2, 3};
        } else if (param instanceof DoubleArrayParam) {
            value = new double[] {0.5, 0.25};
        } else if (param instanceof DoubleArrayArrayParam) {
            value = new double[][] {{0, 0, 3, 3}, {1, 1, 2, 2}};
        }
        transformer.set((Param<Object>) param, value);
    }

    private static void assertSameParams(Transformer one, Transformer other) {
        assertThat(one.params()).hasSameSizeAs(other.params());
        for (Param<?> param : other.params()) {
            assertThat(one.getOrDefault(one.getParam(param.name())))
                    .usingRecursiveComparison()
                    .isEqualTo(other.getOrDefault(other.getParam(param.name())));
        }
    }

    @Test
    void badImages() {
        Dataset<Row> mixed = photos.select("content")
                .limit(2)
                .union(spark.range(1).select(lit(new byte[] {1}).as("content")));
        ImageDecoder decoder = new ImageDecoder().setInputCol("content").setOutputCol("image");
        assertThatThrownBy(() -> decoder.transform(mixed).collectAsList()).hasMessageContaining("decode_image: ");
        assertThat(decoder.setHandleInvalid("keep").transform(mixed).count()).isEqualTo(3);
        assertThat(decoder.setHandleInvalid("skip").transform(mixed).count()).isEqualTo(2);
        assertThatThrownBy(() -> decoder.setHandleInvalid("drop"))
                .hasMessage(decoder.uid() + ": handleInvalid must be error, skip or keep, not drop");
        assertThatThrownBy(() -> decoder.setHandleInvalid(null))
                .hasMessage(decoder.uid() + ": handleInvalid must be error, skip or keep, not null");
        Param<Object> handleInvalid = decoder.getParam("handleInvalid");
        assertThatThrownBy(() -> decoder.set(handleInvalid, "eror"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("handleInvalid given invalid value eror");
        assertThatThrownBy(() -> decoder.transform(mixed, new ParamMap().put(handleInvalid, "Error")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("handleInvalid given invalid value Error");
    }

    @Test
    void whatIsSkippedIsComputedOnce() {
        ImageDecoder decoder = new ImageDecoder()
                .setInputCol("content")
                .setOutputCol("an.image")
                .setHandleInvalid("skip");
        Dataset<Row> images = decoder.transform(photos);
        assertThat(images.schema()).isEqualTo(decoder.transformSchema(photos.schema()));
        Dataset<Row> tensors = new ImageToTensor()
                .setInputCol("an.image")
                .setOutputCol("tensor")
                .setHandleInvalid("skip")
                .transform(images)
                .select("path", "tensor");
        String plan = tensors.queryExecution().optimizedPlan().toString();
        assertThat(plan.split("decode_image\\(", -1)).as(plan).hasSize(1 + 1);
        assertThat(plan.split("to_tensor\\(", -1)).as(plan).hasSize(1 + 1);
        assertThat(tensors.count()).isEqualTo(12);
    }

    @Test
    void imagesOfFloats() {
        Dataset<Row> floats = spark.sql(
                "SELECT named_struct('dtype', 'float32', 'shape', array(1, 2, 1), 'data'," + " X'0000000000000000') t");
        for (int width : new int[] {2, 5}) {
            assertThatThrownBy(() -> new ImageResizer()
                            .setSize(1, width)
                            .setInputCol("t")
                            .setOutputCol("x")
                            .transform(floats)
                            .collectAsList())
                    .hasMessageContaining("resize takes uint8 and int32 images, not float32 [1,2,1];");
        }
        assertThatThrownBy(() -> floats.select(pil_to_tensor(col("t"))).collectAsList())
                .hasMessageContaining("pil_to_tensor takes uint8 and int32 images, not float32 [1,2,1];");
    }

    @Test
    void imagesThatDoNotFit() {
        MaxPooler pooler =
                new MaxPooler().setKernelSize(100).setInputCol("tensor").setOutputCol("pooled");
        PipelineModel pipeline = new Pipeline()
                .setStages(new PipelineStage[] {
                    new ImageDecoder().setInputCol("content").setOutputCol("image"),
                    new ImageResizer().setSize(64, 48).setInputCol("image").setOutputCol("small"),
                    new ImageToTensor().setInputCol("small").setOutputCol("tensor"),
                    pooler
                })
                .fit(photos);
        assertThatThrownBy(() -> pipeline.transform(photos).collectAsList())
                .hasMessageContaining("(does_not_fit; try_max_pool2d gives null instead)");
        pooler.setHandleInvalid("keep");
        assertThat(pipeline.transform(photos).where("pooled IS NULL").count()).isEqualTo(12);
        pooler.setHandleInvalid("skip");
        assertThat(pipeline.transform(photos).count()).isZero();
    }

    @Test
    void mistakes() {
        refused(new MaxPooler().setOutputCol("x"), ": inputCol is not set");
        refused(new MaxPooler().setInputCol("content"), ": outputCol is not set");
        refused(
                new MaxPooler().setKernelSize(2).setInputCol("tensor").setOutputCol("x"),
                ": there is no column tensor (inputCol); there are path, modificationTime, length, content");
        refused(
                new ImageDecoder().setInputCol("content").setOutputCol("path"),
                ": the column path (outputCol) is there already; name another");
        refused(
                new ImageDecoder().setInputCol("path").setOutputCol("x"),
                ": decode_image: path must be binary, an image file's bytes, not string");
        refused(
                new MaxPooler().setInputCol("content").setOutputCol("x").setKernelSize(2),
                ": max_pool2d: content must be struct<dtype:string,shape:array<int>,data:binary>, not binary");
        refused(
                new ImageDecoder().setMode("cmyk").setInputCol("content").setOutputCol("x"),
                ": decode_image: mode must be rgb | rgba | l | i, not cmyk");
        refused(
                new TensorToVector().setInputCol("content").setOutputCol("x"),
                ": the column content must be struct<dtype:string,shape:array<int>,data:binary>, not binary");
        refused(new MaxPooler().setInputCol(null).setOutputCol("x"), ": inputCol is not set");
        refused(new TensorToVector().setInputCol("content").setOutputCol(null), ": outputCol is not set");
        refused(
                new MaxPooler()
                        .setDimensions(4)
                        .setKernelSize(3)
                        .setInputCol("content")
                        .setOutputCol("x"),
                ": dimensions must be 1, 2 or 3, not 4");
        refused(
                new FractionalMaxPooler()
                        .setDimensions(1)
                        .setKernelSize(3)
                        .setInputCol("content")
                        .setOutputCol("x"),
                ": dimensions must be 2 or 3, not 1");
        Dataset<Row> tensors = photos.select(decode_image(col("content")).as("image"));
        assertThatThrownBy(() -> new MaxPooler()
                        .setKernelSize(2)
                        .setInputCol("image")
                        .setOutputCol("x")
                        .transformSchema(tensors.schema()))
                .hasMessageContaining("to_tensor");
        assertThatThrownBy(() -> new ImageResizer()
                        .setSize(1, 2, 3)
                        .setInputCol("image")
                        .setOutputCol("x")
                        .transformSchema(tensors.schema()))
                .hasMessageContaining("resize: size must be [height, width] or the shorter side, not [1, 2, 3]");
    }

    @Test
    void dimensionsAreExplained() {
        assertThat(new FractionalMaxPooler().explainParams())
                .contains("dimensions: spatial dimensions of the tensors, 2 or 3 (default: 2)");
        assertThat(new MaxPooler().explainParams())
                .contains("dimensions: spatial dimensions of the tensors, 1, 2 or 3 (default: 2)");
    }

    private void refused(Transformer transformer, String message) {
        assertThatThrownBy(() -> transformer.transformSchema(photos.schema()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(transformer.uid() + message);
    }

    @Test
    void columnsThatDifferInCase() {
        ImageDecoder decoder = new ImageDecoder().setInputCol("CONTENT").setOutputCol("Content");
        refused(decoder, ": the column content (outputCol Content) is there already; name another");
        decoder.setOutputCol("image");
        assertThat(decoder.transform(photos).schema()).isEqualTo(decoder.transformSchema(photos.schema()));
        spark.conf().set("spark.sql.caseSensitive", true);
        try {
            refused(decoder, ": there is no column CONTENT (inputCol); there are");
            decoder.setInputCol("content").setOutputCol("Content");
            assertThat(decoder.transform(photos).schema()).isEqualTo(decoder.transformSchema(photos.schema()));
            Dataset<Row> both = decoder.transform(photos);
            spark.conf().unset("spark.sql.caseSensitive");
            assertThatThrownBy(() -> decoder.setOutputCol("x").transformSchema(both.schema()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            decoder.uid() + ": content (inputCol) may be any of content, Content; rename the others");
        } finally {
            spark.conf().unset("spark.sql.caseSensitive");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            CAST(NULL AS STRING) | array(1)                 | a field of the struct is null
            'float32'            | CAST(NULL AS array<int>) | a field of the struct is null
            'float32'            | array(1, NULL)           | a size of the shape is null
            'float32'            | array(1, -7)             | a size of the shape is -7
            'float3'             | array(1)                 | there is no dtype float3
            """)
    void vectorsOfWhatIsNoTensor(String dtype, String shape, String problem) {
        Dataset<Row> bad = spark.sql(
                "SELECT named_struct('dtype', %s, 'shape', %s, 'data', X'00000000') AS t".formatted(dtype, shape));
        assertThatThrownBy(() -> new TensorToVector()
                        .setInputCol("t")
                        .setOutputCol("v")
                        .transform(bad)
                        .collectAsList())
                .hasMessageContaining("ImageException: not a tensor: " + problem);
    }

    @Test
    void dimensions() {
        Dataset<Row> one =
                spark.sql("SELECT named_struct('dtype', 'uint8', 'shape', array(1, 4), 'data', X'01020403') t");
        assertThat(new MaxPooler()
                        .setDimensions(1)
                        .setKernelSize(2)
                        .setInputCol("t")
                        .setOutputCol("x")
                        .transform(one)
                        .head()
                        .getStruct(1)
                        .<byte[]>getAs("data"))
                .containsExactly(2, 4);
        assertThatThrownBy(() -> new MedianPooler()
                        .setKernelSize(3)
                        .setInputCol("t")
                        .setOutputCol("x")
                        .transform(one)
                        .collectAsList())
                .hasMessageContaining("median_pool2d");
    }
}
