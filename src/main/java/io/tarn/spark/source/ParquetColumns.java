package io.tarn.spark.source;

import io.tarn.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * What the columns of a Parquet file are to a job.
 *
 * @param image the column of images or tensors
 * @param kind how it holds them
 * @param id the column of ids, or null
 * @param along columns that images bring along
 */
record ParquetColumns(String image, Kind kind, String id, List<Type> along) {
    private static final String KEY = "input.column";
    private static final Set<String> SPARK_IMAGE = Set.of("origin", "height", "width", "nchannels", "mode", "data");

    /** How a column holds images or tensors. */
    enum Kind {
        /** The bytes of an image file, or of an npy file. */
        BYTES("binary"),
        /** The same with a path, as Hugging Face datasets have it. */
        BYTES_AND_PATH("struct<bytes, path>"),
        /** Spark's image data source. */
        SPARK_IMAGE("Spark's image struct"),
        /** As tarn writes it. */
        TENSOR("struct<dtype, shape, data>");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        boolean fits(Plan.Holds holds) {
            return this == TENSOR ? holds == Plan.Holds.TENSORS : this != SPARK_IMAGE || holds == Plan.Holds.IMAGES;
        }

        static Kind of(Type type) {
            if (type.isRepetition(Repetition.REPEATED)) {
                return null;
            }
            if (type.isPrimitive()) {
                return isBytes(type) ? BYTES : null;
            }
            GroupType group = type.asGroupType();
            Set<String> names = group.getFields().stream()
                    .map(field -> field.getName().toLowerCase(java.util.Locale.ROOT))
                    .collect(Collectors.toSet());
            if (names.equals(Set.of("bytes", "path")) && holdsBytes(group, "bytes")) {
                return BYTES_AND_PATH;
            }
            if (names.equals(ParquetColumns.SPARK_IMAGE)) {
                return SPARK_IMAGE;
            }
            return names.equals(Set.of("dtype", "shape", "data")) && holdsBytes(group, "data") ? TENSOR : null;
        }

        private static boolean holdsBytes(GroupType struct, String field) {
            return isBytes(struct.getType(ParquetValue.field(struct, field)));
        }

        private static boolean isBytes(Type type) {
            return type.isPrimitive()
                    && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                    && type.getLogicalTypeAnnotation() == null;
        }
    }

    /**
     * @throws InputException if the job asks for a column that is not there or is of the wrong type, or for none where
     *     not exactly one fits
     */
    static ParquetColumns of(String file, MessageType schema, Plan.Input input) {
        String image = input.column() == null ? onlyOne(file, schema, input.holds()) : input.column();
        Kind kind = kind(file, schema, image, input.holds());
        if (input.idColumn() != null) {
            requireId(file, schema, input.idColumn());
        }
        List<Type> along = schema.getFields().stream()
                .filter(type -> !type.getName().equals(image) && !type.getName().equals(input.idColumn()))
                .filter(ParquetColumns::canComeAlong)
                .toList();
        return new ParquetColumns(image, kind, input.idColumn(), along);
    }

    /** Columns that data/ cannot hold: lists, maps, structs. */
    List<String> leftOut(MessageType schema) {
        return schema.getFields().stream()
                .filter(type -> !type.getName().equals(image) && !canComeAlong(type))
                .map(ParquetColumns::described)
                .toList();
    }

    /** The columns to read, as the file has them. */
    MessageType requested(MessageType schema) {
        List<Type> types = new ArrayList<>(List.of(schema.getType(image)));
        if (id != null) {
            types.add(schema.getType(id));
        }
        types.addAll(along);
        return new MessageType(schema.getName(), types);
    }

    private static boolean canComeAlong(Type type) {
        return type.isPrimitive() && !type.isRepetition(Repetition.REPEATED);
    }

    private static String onlyOne(String file, MessageType schema, Plan.Holds holds) {
        List<String> fitting = schema.getFields().stream()
                .filter(type -> Kind.of(type) != null && Kind.of(type).fits(holds))
                .map(Type::getName)
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        String found = fitting.isEmpty()
                ? "no column of " + file + " holds " + (holds == Plan.Holds.IMAGES ? "images" : "tensors")
                : "several columns of " + file + " may hold them: " + String.join(", ", fitting);
        String remedy = fitting.isEmpty() ? other(schema, holds) : "; set input.column to one of them";
        throw new InputException(KEY, found + remedy + "; it has " + described(schema));
    }

    private static String other(MessageType schema, Plan.Holds holds) {
        boolean others = schema.getFields().stream().anyMatch(type -> Kind.of(type) != null);
        return others
                ? "; set input.holds: " + (holds == Plan.Holds.IMAGES ? "tensors" : "images") + " if it holds those"
                : "";
    }

    private static Kind kind(String file, MessageType schema, String image, Plan.Holds holds) {
        if (!schema.containsField(image)) {
            throw new InputException(KEY, file + " has no column " + image + "; it has " + described(schema));
        }
        Kind kind = Kind.of(schema.getType(image));
        if (kind == null) {
            throw new InputException(
                    KEY,
                    "column " + described(schema.getType(image)) + " of " + file
                            + " holds neither images nor tensors; give one that is binary, a struct<bytes, path>,"
                            + " Spark's image struct or a struct<dtype, shape, data>; it has "
                            + described(schema));
        }
        if (!kind.fits(holds)) {
            boolean images = holds == Plan.Holds.IMAGES;
            throw new InputException(
                    KEY,
                    "column " + image + " of " + file + ", " + kind.words + ", holds "
                            + (images ? "tensors; set input.holds: tensors" : "images; set input.holds: images"));
        }
        return kind;
    }

    private static void requireId(String file, MessageType schema, String id) {
        if (!schema.containsField(id)) {
            throw new InputException("input.id", file + " has no column " + id + "; it has " + described(schema));
        }
        Type type = schema.getType(id);
        boolean fits = canComeAlong(type)
                && switch (type.asPrimitiveType().getPrimitiveTypeName()) {
                    case BINARY -> type.getLogicalTypeAnnotation() instanceof StringLogicalTypeAnnotation;
                    case INT32, INT64 -> true;
                    default -> false;
                };
        if (!fits) {
            throw new InputException(
                    "input.id",
                    "column " + described(type) + " of " + file + " is no id; give one of strings or integers");
        }
    }

    private static String described(MessageType schema) {
        return schema.getFields().stream().map(ParquetColumns::described).collect(Collectors.joining(", "));
    }

    private static String described(Type type) {
        Kind kind = Kind.of(type);
        if (kind != null) {
            return type.getName() + " " + kind.words;
        }
        if (canComeAlong(type)) {
            return SourceColumn.of(type.asPrimitiveType()).described();
        }
        return type.getName() + " "
                + (type.getLogicalTypeAnnotation() == null
                        ? "struct"
                        : type.getLogicalTypeAnnotation().toString().toLowerCase(java.util.Locale.ROOT));
    }
}
