package io.tarn.spark;

import static io.tarn.spark.functions.adaptive_avg_pool2d;
import static io.tarn.spark.functions.adaptive_max_pool2d;
import static io.tarn.spark.functions.avg_pool2d;
import static io.tarn.spark.functions.decode_image;
import static io.tarn.spark.functions.exif_transpose;
import static io.tarn.spark.functions.fractional_max_pool2d;
import static io.tarn.spark.functions.max_pool2d;
import static io.tarn.spark.functions.max_unpool2d;
import static io.tarn.spark.functions.resize;
import static io.tarn.spark.functions.roi_align;
import static io.tarn.spark.functions.to_tensor;
import static io.tarn.spark.functions.try_decode_image;
import static io.tarn.spark.functions.try_max_pool2d;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scala.jdk.javaapi.CollectionConverters.asScala;

import io.tarn.op.SpecException;
import io.tarn.spark.sql.SqlFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The functions for Java and Scala, on a session that does not know tarn. */
class FunctionsTest {
    private static final Path SOURCE = Path.of("src/main/java/io/tarn/spark/functions.java");
    private static final String COMMAND = "mvn test -Dtest=FunctionsTest -Dtarn.docs=write";
    private static final int WIDTH = 118;

    @Test
    void sourceIsUpToDate() throws Exception {
        String source = source();
        if ("write".equals(System.getProperty("tarn.docs"))) {
            Files.writeString(SOURCE, source);
        }
        assertThat(Files.readString(SOURCE))
                .as("%s is not what the functions say; write it anew with: %s", SOURCE, COMMAND)
                .isEqualTo(source);
    }

    @Test
    void withoutTheExtension() {
        SparkSession spark = SparkSession.builder().getOrCreate();
        try {
            Dataset<Row> photos = spark.read().format("binaryFile").load("jobs/tutorial/photos");
            Column tensor = to_tensor(resize(decode_image(col("content")), 128, 128));
            List<Row> rows = photos.select(
                            max_pool2d(tensor, 3, 2, 1).as("max"),
                            max_pool2d(tensor, Map.of("kernel_size", List.of(3, 3), "stride", 2, "padding", 1)),
                            max_unpool2d(max_pool2d(tensor, 2, Map.of("return_indices", true)), 2),
                            roi_align(tensor, new double[][] {{0, 0, 9, 9}}, new int[] {2, 2}),
                            roi_align(tensor, array(array(lit(0), lit(0), lit(9), lit(9))), 2),
                            exif_transpose(decode_image(col("content"))),
                            try_decode_image(lit(new byte[] {1})))
                    .collectAsList();
            assertThat(rows).hasSize(12);
            for (Row row : rows) {
                assertThat(row.getStruct(0)).isEqualTo(row.getStruct(1));
                assertThat(row.getStruct(0).getList(1)).isEqualTo(List.of(3, 64, 64));
                assertThat(row.getStruct(2).getList(1)).isEqualTo(List.of(3, 128, 128));
                assertThat(row.getStruct(3)).isEqualTo(row.getStruct(4));
                assertThat(row.getStruct(5).getString(0)).isEqualTo("uint8");
                assertThat(row.isNullAt(6)).isTrue();
            }
            assertThatThrownBy(() -> photos.select(try_max_pool2d(tensor, null, 2)))
                    .isInstanceOf(AnalysisException.class)
                    .hasMessageContaining("max_pool2d: kernel_size is missing; give int or [height, width]");
            assertThatThrownBy(() -> avg_pool2d(tensor, Map.of("kernel", 2)))
                    .isInstanceOf(SpecException.class)
                    .hasMessageStartingWith("avg_pool2d: kernel is unknown");
            Column image = decode_image(col("content"));
            Row sizes = photos.select(
                            resize(image, 128, 64, Map.of("filter", "bicubic")),
                            resize(image, List.of(128, 64), "bicubic"),
                            resize(image, lit(128), lit(64), Map.of("filter", "bicubic")),
                            adaptive_max_pool2d(tensor, 7, 5, Map.of("return_indices", true))
                                    .getField("values"),
                            adaptive_max_pool2d(tensor, 7, 5),
                            resize(image, 64, Map.of("filter", "bicubic")),
                            resize(image, 64, "bicubic"))
                    .head();
            assertThat(sizes.getStruct(0).getList(1)).isEqualTo(List.of(128, 64, 3));
            assertThat(sizes.getStruct(0)).isEqualTo(sizes.getStruct(1)).isEqualTo(sizes.getStruct(2));
            assertThat(sizes.getStruct(3)).isEqualTo(sizes.getStruct(4));
            assertThat(sizes.getStruct(5)).isEqualTo(sizes.getStruct(6));
            refused(() -> max_pool2d(tensor, 2, Map.of("kernel_size", 4)), "max_pool2d: kernel_size is given twice");
            refused(
                    () -> fractional_max_pool2d(tensor, 2, 3, Map.of("output_size", 8)),
                    "fractional_max_pool2d: output_size is given twice");
            refused(() -> resize(image, 128, 64, Map.of("size", 8)), "resize: size is given twice");
            refused(
                    () -> max_pool2d(tensor, Map.of("stride", 2), 3),
                    "max_pool2d: arguments without a name stand before those with one");
            assertThatThrownBy(() -> spark.sql("SELECT max_pool2d(X'00', 2)"))
                    .hasMessageContaining("UNRESOLVED_ROUTINE");
        } finally {
            spark.stop();
        }
    }

    @Test
    void collectionsOfScala() {
        SparkSession spark = SparkSession.builder().getOrCreate();
        try {
            Column tensor = to_tensor(decode_image(col("content")));
            Row row = spark.read()
                    .format("binaryFile")
                    .load("jobs/tutorial/photos/china.jpg")
                    .select(
                            max_pool2d(tensor, seq(2, 3)).getField("shape"),
                            max_pool2d(tensor, asScala(Map.of("kernel_size", seq(2, 3), "stride", 7)))
                                    .getField("shape"),
                            max_pool2d(tensor, new scala.collection.immutable.Map.Map1<>("kernel_size", new int[] {2, 3
                                    }))
                                    .getField("shape"),
                            roi_align(tensor, seq(seq(0, 0, 9, 9), List.of(1, 1, 8, 8)), seq(2, 2)),
                            roi_align(tensor, new double[][] {{0, 0, 9, 9}, {1, 1, 8, 8}}, 2),
                            adaptive_avg_pool2d(tensor, seq(null, 1).toVector()).getField("shape"),
                            resize(decode_image(col("content")), 128, 64, asScala(Map.of("filter", "bicubic")))
                                    .getField("shape"))
                    .head();
            assertThat(row.getList(0)).isEqualTo(List.of(3, 213, 213));
            assertThat(row.getList(1)).isEqualTo(List.of(3, 61, 92));
            assertThat(row.getList(2)).isEqualTo(List.of(3, 213, 213));
            assertThat(row.getStruct(3)).isEqualTo(row.getStruct(4));
            assertThat(row.getList(5)).isEqualTo(List.of(3, 427, 1));
            assertThat(row.getList(6)).isEqualTo(List.of(128, 64, 3));
            refused(
                    () -> max_pool2d(tensor, 2, asScala(Map.of("kernel_size", 4))),
                    "max_pool2d: kernel_size is given twice");
        } finally {
            spark.stop();
        }
    }

    private static scala.collection.immutable.List<Object> seq(Object... items) {
        return asScala(Arrays.asList(items)).toList();
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(SpecException.class).hasMessage(message);
    }

    private static String source() {
        StringBuilder source = new StringBuilder("""
                package io.tarn.spark;

                import io.tarn.spark.sql.Columns;
                import org.apache.spark.sql.Column;

                /**
                 * tarn's functions on columns, for static import beside {@code org.apache.spark.sql.functions}. A session needs not
                 * have the extension, but for Spark Connect, where the server must.
                 *
                 * <p>What follows the first column are the arguments in their order: numbers, flags, text, and lists or arrays of them;
                 * null stands for a default. A map, given last, names arguments: {@code max_pool2d(t, Map.of("kernel_size", 2))}.
                 * Lists and maps may be Scala's.
                 * A mistake in them is found by analysis. A try_ function gives null for an image that the plain one fails on.
                 *
                 * <p>Written by {@code %s}.
                 */
                public final class functions {
                    private functions() {}
                """.formatted(COMMAND));
        for (SqlFunction function : SqlFunction.ALL) {
            String text = function.signature() + ": " + function.summary() + ". From " + function.source() + ".";
            source.append("\n    /**\n")
                    .append(wrapped(text))
                    .append("     */\n")
                    .append(method(function.name()));
            source.append("\n    /** {@link #%1$s}, or null for a bad image. */\n".formatted(function.name()))
                    .append(method(SqlFunction.TRY + function.name()));
        }
        return source.append("}\n").toString();
    }

    private static String method(String name) {
        return """
                    public static Column %1$s(Column input, Object... arguments) {
                        return Columns.call("%1$s", input, arguments);
                    }
                """.formatted(name);
    }

    private static String wrapped(String text) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder("     *");
        for (String word : text.replace("&", "&amp;").replace("<", "&lt;").split(" ")) {
            if (line.length() + word.length() >= WIDTH) {
                lines.append(line).append('\n');
                line = new StringBuilder("     *");
            }
            line.append(' ').append(word);
        }
        return lines.append(line).append('\n').toString();
    }
}
