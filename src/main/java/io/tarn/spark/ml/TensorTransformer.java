package io.tarn.spark.ml;

import io.tarn.op.Arg;
import io.tarn.op.SpecException;
import io.tarn.spark.sql.Columns;
import io.tarn.spark.sql.SqlFunction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * One of tarn's functions on a column. Its arguments are Params of the operator's names in Spark's spelling; those that
 * are not set have the operator's defaults.
 *
 * @param <T> the transformer itself
 */
public abstract class TensorTransformer<T extends TensorTransformer<T>> extends Transformer
        implements DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    /** What a transformer has no Params for: its output is one tensor. */
    static final List<String> WITHOUT = List.of("return_indices", "storage_order");

    private static final List<String> WAYS = Arrays.asList("error", "skip", "keep"); // can be asked for null

    private final String uid;
    private final String family;
    private final Map<String, Param<?>> params = new TreeMap<>();
    private final Param<String> inputCol;
    private final Param<String> outputCol;
    private final Param<String> handleInvalid;

    /**
     * @param family a function's name, or for operators of one to three dimensions what their names have in common
     */
    protected TensorTransformer(String uid, String family) {
        this.uid = uid;
        this.family = family;
        this.inputCol = param(new Param<>(this, "inputCol", "the column that is read"));
        this.outputCol = param(new Param<>(this, "outputCol", "the column that is added"));
        this.handleInvalid = param(new Param<>(
                this,
                "handleInvalid",
                "what becomes of a row whose image is bad: error fails the query, skip leaves the row out, keep keeps it with"
                        + " null",
                ParamValidators.inArray(WAYS)));
        setDefault(handleInvalid, "error");
        List<SqlFunction> functions = family(family);
        if (functions.size() > 1) {
            IntParam dimensions = param(
                    new IntParam(this, "dimensions", "spatial dimensions of the tensors, " + dimensions(functions)));
            setDefault(dimensions, (Object) 2);
        }
        for (Arg arg : functions.get(functions.size() - 1).args()) {
            if (!WITHOUT.contains(arg.name())) {
                param(Kind.param(this, arg));
            }
        }
    }

    /** The functions of a family, fewer dimensions first. */
    static List<SqlFunction> family(String family) {
        return SqlFunction.ALL.stream()
                .filter(function -> function.name().equals(family)
                        || function.name().replaceFirst("[123]d$", "").equals(family))
                .toList();
    }

    private <P extends Param<?>> P param(P param) {
        params.put(param.name(), param);
        return param;
    }

    public final T setInputCol(String column) {
        return with("inputCol", column);
    }

    public final T setOutputCol(String column) {
        return with("outputCol", column);
    }

    /** {@code error} (the default), {@code skip} or {@code keep}. */
    public final T setHandleInvalid(String way) {
        if (!WAYS.contains(way)) {
            throw new IllegalArgumentException(uid + ": handleInvalid must be error, skip or keep, not " + way);
        }
        return with("handleInvalid", way);
    }

    public final String getInputCol() {
        return getOrDefault(inputCol);
    }

    public final String getOutputCol() {
        return getOrDefault(outputCol);
    }

    /** Sets a Param. */
    @SuppressWarnings("unchecked")
    protected final T with(String param, Object value) {
        set(getParam(param), value);
        return (T) this;
    }

    /**
     * Adds the output column.
     *
     * @throws IllegalArgumentException as {@link #transformSchema(StructType)}
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        String way = getOrDefault(handleInvalid);
        Column input = functions.col("`" + getInputCol().replace("`", "``") + "`");
        Column output = Columns.call((way.equals("error") ? "" : SqlFunction.TRY) + function(), input, arguments());
        if (way.equals("skip")) { // not by a filter, which Spark moves below and where it computes the column once more
            output = functions.explode(functions.filter(functions.array(output), Column::isNotNull));
        }
        return dataset.withColumn(getOutputCol(), output);
    }

    /**
     * The schema with the output column.
     *
     * @throws IllegalArgumentException if the input column is missing or of another type, the output column is there
     *     already, or an argument is wrong
     */
    @Override
    public StructType transformSchema(StructType schema) {
        DataType input = Schemas.input(this, schema, inputCol, outputCol);
        try {
            return schema.add(getOutputCol(), Columns.type(function(), getInputCol(), input, arguments()), true);
        } catch (SpecException mistake) {
            throw new IllegalArgumentException(uid + ": " + mistake.getMessage(), mistake);
        }
    }

    private String function() {
        if (!hasParam("dimensions")) {
            return family;
        }
        String function = family + getOrDefault(getParam("dimensions")) + "d";
        List<SqlFunction> functions = family(family);
        if (functions.stream().noneMatch(known -> known.name().equals(function))) {
            throw new IllegalArgumentException(uid + ": dimensions must be " + dimensions(functions) + ", not "
                    + getOrDefault(getParam("dimensions")));
        }
        return function;
    }

    private static String dimensions(List<SqlFunction> functions) {
        return functions.size() == 2 ? "2 or 3" : "1, 2 or 3";
    }

    private Map<String, Object> arguments() {
        List<SqlFunction> functions = family(family);
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (Arg arg : functions.get(functions.size() - 1).args()) {
            if (!WITHOUT.contains(arg.name()) && isSet(getParam(Kind.paramName(arg)))) {
                arguments.put(arg.name(), Kind.argument(getOrDefault(getParam(Kind.paramName(arg)))));
            }
        }
        return arguments;
    }

    @Override
    public final String uid() {
        return uid;
    }

    @Override
    public final Param<?>[] params() {
        return params.values().toArray(Param<?>[]::new);
    }

    @Override
    public final T copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** What loads transformers of a class. */
    static <P extends Params> MLReader<P> reader() {
        return new DefaultParamsReadable<P>() {}.read();
    }
}
