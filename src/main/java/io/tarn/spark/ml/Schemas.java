package io.tarn.spark.ml;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.Function2;

/** What stages ask of the columns that they find. */
final class Schemas {
    private Schemas() {}

    /** The input column's type, where it and a place for the output column are there. */
    static DataType input(PipelineStage stage, StructType schema, Param<String> inputCol, Param<String> outputCol) {
        String input = name(stage, inputCol);
        String output = name(stage, outputCol);
        List<String> inputs = columns(schema, input);
        List<String> outputs = columns(schema, output);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException(stage.uid() + ": there is no column " + input + " (inputCol); there are "
                    + String.join(", ", schema.fieldNames()));
        }
        if (inputs.size() > 1) {
            throw new IllegalArgumentException(stage.uid() + ": " + input + " (inputCol) may be any of "
                    + String.join(", ", inputs) + "; rename the others");
        }
        if (!outputs.isEmpty()) {
            String found = outputs.get(0);
            throw new IllegalArgumentException(stage.uid() + ": the column " + found + " (outputCol"
                    + (found.equals(output) ? "" : " " + output) + ") is there already; name another");
        }
        return schema.apply(inputs.get(0)).dataType();
    }

    /** The columns that Spark takes for one of that name: case counts under spark.sql.caseSensitive only. */
    private static List<String> columns(StructType schema, String name) {
        Function2<String, String, Object> resolver = SQLConf.get().resolver();
        return Stream.of(schema.fieldNames())
                .filter(column -> (boolean) resolver.apply(column, name))
                .toList();
    }

    private static String name(PipelineStage stage, Param<String> column) {
        if (!stage.isDefined(column) || stage.getOrDefault(column) == null) {
            throw new IllegalArgumentException(stage.uid() + ": " + column.name() + " is not set");
        }
        return stage.getOrDefault(column);
    }
}
