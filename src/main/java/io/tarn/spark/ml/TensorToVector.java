package io.tarn.spark.ml;

import io.tarn.spark.sql.TensorStruct;
import io.tarn.tensor.Tensor;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** A tensor's elements in row-major order as a dense vector, which MLlib's stages take. Null stays null. */
public final class TensorToVector extends Transformer implements DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final Param<String> inputCol;
    private final Param<String> outputCol;

    public TensorToVector() {
        this(Identifiable$.MODULE$.randomUID("tensorToVector"));
    }

    public TensorToVector(String uid) {
        this.uid = uid;
        this.inputCol = new Param<>(this, "inputCol", "the column of tensors that is read");
        this.outputCol = new Param<>(this, "outputCol", "the column of vectors that is added");
    }

    public TensorToVector setInputCol(String column) {
        set(inputCol, column);
        return this;
    }

    public TensorToVector setOutputCol(String column) {
        set(outputCol, column);
        return this;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        UDF1<Row, Vector> vector = row -> row == null ? null : vector(TensorStruct.tensor(row));
        String input = "`" + getOrDefault(inputCol).replace("`", "``") + "`";
        return dataset.withColumn(
                getOrDefault(outputCol),
                functions.udf(vector, SQLDataTypes.VectorType()).apply(functions.col(input)));
    }

    private static Vector vector(Tensor tensor) {
        double[] values = new double[tensor.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.valueAt(i);
        }
        return Vectors.dense(values);
    }

    /**
     * The schema with the output column.
     *
     * @throws IllegalArgumentException if the input column is missing or holds no tensors, or the output column is there
     */
    @Override
    public StructType transformSchema(StructType schema) {
        DataType input = Schemas.input(this, schema, inputCol, outputCol);
        if (!TensorStruct.isTensor(input)) {
            throw new IllegalArgumentException(uid + ": the column " + getOrDefault(inputCol) + " must be "
                    + TensorStruct.TENSOR.simpleString() + ", not " + input.simpleString());
        }
        return schema.add(getOrDefault(outputCol), SQLDataTypes.VectorType(), true);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Param<?>[] params() {
        return new Param<?>[] {inputCol, outputCol};
    }

    @Override
    public TensorToVector copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    public static MLReader<TensorToVector> read() {
        return TensorTransformer.reader();
    }

    public static TensorToVector load(String path) {
        return read().load(path);
    }
}
