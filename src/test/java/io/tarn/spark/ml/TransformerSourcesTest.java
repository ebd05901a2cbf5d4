package io.tarn.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.op.Arg;
import io.tarn.op.Operator;
import io.tarn.pool.Pools;
import io.tarn.spark.sql.SqlFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The transformers are made from the operators' definitions. */
class TransformerSourcesTest {
    private static final Path FOLDER = Path.of("src/main/java/io/tarn/spark/ml");
    private static final String COMMAND = "mvn test -Dtest=TransformerSourcesTest -Dtarn.docs=write";
    private static final int WIDTH = 118;

    /** The classes by their families. */
    static final Map<String, String> CLASSES = new LinkedHashMap<>();

    static {
        CLASSES.put("decode_image", "ImageDecoder");
        CLASSES.put("resize", "ImageResizer");
        CLASSES.put("to_tensor", "ImageToTensor");
        CLASSES.put("max_pool", "MaxPooler");
        CLASSES.put("avg_pool", "AvgPooler");
        CLASSES.put("lp_pool", "LpPooler");
        CLASSES.put("adaptive_max_pool", "AdaptiveMaxPooler");
        CLASSES.put("adaptive_avg_pool", "AdaptiveAvgPooler");
        CLASSES.put("fractional_max_pool", "FractionalMaxPooler");
        CLASSES.put("min_pool", "MinPooler");
        CLASSES.put("sum_pool", "SumPooler");
        CLASSES.put("global_max_pool", "GlobalMaxPooler");
        CLASSES.put("global_avg_pool", "GlobalAvgPooler");
        CLASSES.put("global_lp_pool", "GlobalLpPooler");
        CLASSES.put("gem", "GemPooler");
        CLASSES.put("rmac", "RmacPooler");
        CLASSES.put("spatial_pyramid_pool", "SpatialPyramidPooler");
        CLASSES.put("blur_pool", "BlurPooler");
        CLASSES.put("median_pool2d", "MedianPooler");
        CLASSES.put("roi_max_pool", "RoiMaxPooler");
        CLASSES.put("roi_align", "RoiAlignPooler");
    }

    @Test
    void areUpToDate() throws Exception {
        for (Map.Entry<String, String> each : CLASSES.entrySet()) {
            Path file = FOLDER.resolve(each.getValue() + ".java");
            String source = source(each.getKey(), each.getValue());
            if ("write".equals(System.getProperty("tarn.docs"))) {
                Files.writeString(file, source);
            }
            assertThat(Files.readString(file))
                    .as("%s is not what the operators say; write it anew with: %s", file, COMMAND)
                    .isEqualTo(source);
        }
    }

    @Test
    void everyPoolHasOne() {
        assertThat(Pools.OPERATORS.stream().map(Operator::name).filter(name -> !name.startsWith("max_unpool")))
                .allSatisfy(name -> assertThat(
                                CLASSES.containsKey(name) || CLASSES.containsKey(name.replaceFirst("[123]d$", "")))
                        .as(name)
                        .isTrue());
    }

    private static String source(String family, String name) {
        List<SqlFunction> functions = TensorTransformer.family(family);
        SqlFunction function = functions.get(functions.size() - 1);
        StringBuilder source = new StringBuilder("""
                package io.tarn.spark.ml;

                import org.apache.spark.ml.util.Identifiable$;
                import org.apache.spark.ml.util.MLReader;

                /**
                %s */
                public final class %s extends TensorTransformer<%2$s> {
                    private static final long serialVersionUID = 1;

                    public %2$s() {
                        this(Identifiable$.MODULE$.randomUID("%s"));
                    }

                    public %2$s(String uid) {
                        super(uid, "%s");
                    }
                """.formatted(
                        wrapped(
                                " *",
                                "{@code "
                                        + String.join(
                                                "}, {@code ",
                                                functions.stream()
                                                        .map(SqlFunction::name)
                                                        .toList()) + "}: " + function.summary() + ". Written by {@code "
                                        + COMMAND + "}."),
                        name,
                        name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1),
                        family));
        if (functions.size() > 1) {
            source.append(setter(
                    name,
                    "dimensions",
                    "int value",
                    "spatial dimensions of the tensors, " + rank(functions.get(0)) + " to " + rank(function)
                            + "; default 2"));
        }
        for (Arg arg : function.args()) {
            if (!TensorTransformer.WITHOUT.contains(arg.name())) {
                String byDefault = arg.isRequired() ? "required" : "default " + arg.byDefault();
                source.append(
                        setter(name, Kind.paramName(arg), parameter(Kind.of(arg)), arg.doc() + " (" + byDefault + ")"));
            }
        }
        return source.append("""

                    public static MLReader<%1$s> read() {
                        return reader();
                    }

                    public static %1$s load(String path) {
                        return read().load(path);
                    }
                }
                """.formatted(name)).toString();
    }

    private static String rank(SqlFunction function) {
        return function.name().replaceAll(".*([123])d$", "$1");
    }

    private static String parameter(Kind kind) {
        return switch (kind) {
            case FLAG -> "boolean value";
            case INT -> "int value";
            case INTS -> "int... value";
            case NUMBER -> "double value";
            case NUMBERS -> "double... value";
            case NUMBER_LISTS -> "double[][] value";
            case TEXT -> "String value";
        };
    }

    private static String setter(String name, String param, String parameter, String doc) {
        String method = "set" + param.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + param.substring(1);
        return "\n    /**\n"
                + wrapped("     *", doc.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + doc.substring(1) + ".")
                + "     */\n" + """
                    public %s %s(%s) {
                        return with("%s", value);
                    }
                """.formatted(name, method, parameter, param);
    }

    private static String wrapped(String indent, String text) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("; .", ".")
                .split(" ")) {
            if (line.length() + word.length() >= WIDTH) {
                lines.append(line).append('\n');
                line = new StringBuilder(indent);
            }
            line.append(' ').append(word);
        }
        return lines.append(line).append('\n').toString();
    }
}
