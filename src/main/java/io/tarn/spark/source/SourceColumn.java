package io.tarn.spark.source;

import java.io.Serializable;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * A column that images bring along from their source and keep in {@code data/}. Values are a String, Integer, Long,
 * Float, Double, Boolean or byte[], as the type has them, or null.
 *
 * @param type Parquet's type of it in Parquet's words, the column being called {@code c}
 */
public record SourceColumn(String name, String type) implements Serializable {
    private static final String PLACEHOLDER = "c";

    static SourceColumn ofText(String name) {
        return new SourceColumn(
                name,
                text(Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(PLACEHOLDER)));
    }

    static SourceColumn ofLong(String name) {
        return new SourceColumn(
                name, text(Types.optional(PrimitiveTypeName.INT64).named(PLACEHOLDER)));
    }

    static SourceColumn of(PrimitiveType type) {
        return new SourceColumn(type.getName(), text(optional(type, PLACEHOLDER)));
    }

    /** The column of Parquet files that hold it; always optional. */
    public PrimitiveType parquet() {
        PrimitiveType type = MessageTypeParser.parseMessageType("message m { " + this.type + "; }")
                .getType(0)
                .asPrimitiveType();
        return optional(type, name);
    }

    /** True where the text of a value is what people and SQL take it for. */
    boolean canNameFolders() {
        PrimitiveType type = parquet();
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BINARY -> logical instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation;
            case INT32, INT64 -> logical == null || logical instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation;
            case BOOLEAN -> true;
            default -> false;
        };
    }

    /** For people, in SQL's words. */
    public String described() {
        PrimitiveType type = parquet();
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        String kind =
                switch (type.getPrimitiveTypeName()) {
                    case BINARY, FIXED_LEN_BYTE_ARRAY -> "binary";
                    case INT32 -> "int";
                    case INT64 -> "bigint";
                    case INT96 -> "timestamp";
                    case FLOAT -> "float";
                    case DOUBLE -> "double";
                    case BOOLEAN -> "boolean";
                };
        return name + " " + (logical == null ? kind : logical.toString().toLowerCase(java.util.Locale.ROOT));
    }

    private static PrimitiveType optional(PrimitiveType type, String name) {
        return Types.optional(type.getPrimitiveTypeName())
                .length(type.getTypeLength())
                .as(type.getLogicalTypeAnnotation())
                .named(name);
    }

    private static String text(PrimitiveType type) {
        StringBuilder text = new StringBuilder();
        type.writeToStringBuilder(text, "");
        return text.toString();
    }
}
