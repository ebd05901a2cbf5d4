package io.tarn.spark.ml;

import java.util.List;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** What stages ask of the columns that they find. */
final class Schemas {
    private Schemas() {}

    /** The input column's type, where it and a place for the output column are there. */
    static DataType input(PipelineStage stage, StructType schema, Param<String> inputCol, Param<String> outputCol) {
        String input = name(stage, inputCol);
        String output = name(stage, outputCol);
        List<String> columns = List.of(schema.fieldNames());
        if (!columns.contains(input)) {
            throw new IllegalArgumentException(stage.uid() + ": there is no column " + input + " (inputCol); there are "
                    + String.join(", ", columns));
        }
        if (columns.contains(output)) {
            throw new IllegalArgumentException(
                    stage.uid() + ": the column " + output + " (outputCol) is there already; name another");
        }
        return schema.apply(input).dataType();
    }

    private static String name(PipelineStage stage, Param<String> column) {
        if (!stage.isDefined(column) || stage.getOrDefault(column) == null) {
            throw new IllegalArgumentException(stage.uid() + ": " + column.name() + " is not set");
        }
        return stage.getOrDefault(column);
    }
}
