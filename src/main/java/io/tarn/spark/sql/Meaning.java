package io.tarn.spark.sql;

import io.tarn.op.SpecException;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * What resolved calls ask for. It names no expression, so that it holds for what an optimizer makes of the children.
 *
 * @param parts a part's column is the place among the children of boxes that may differ from row to row
 * @param inputType what the first call works on, as far as it is known, or null where it takes bytes
 * @param outputType what comes out, as far as it is known
 */
record Meaning(List<Part> parts, TensorType inputType, TensorType outputType) implements Serializable {
    private static final long serialVersionUID = 1;

    /** The name under which a row's boxes reach a step. */
    static final String BOXES = "boxes";

    /**
     * @param calls each works on what the one before gives
     * @param children what the first works on, and then the arguments of each
     * @throws SpecException if no row can be worked on
     */
    static Meaning of(List<Call> calls, List<Expression> children) {
        SqlFunction first = calls.get(0).definition();
        if (children.isEmpty()) {
            throw new SpecException(first.name() + ": no arguments; it takes " + first.signature());
        }
        List<Part> parts = new ArrayList<>();
        TensorType type = null;
        TensorType input = null;
        int at = 1;
        for (Call call : calls) {
            SqlFunction function = call.definition();
            function.checkInput(call);
            List<Expression> given = children.subList(at, at + call.names().size());
            Map<String, Object> values = values(call, given);
            int column = -1;
            if (values.get(BOXES) instanceof Expression boxes) {
                column = at + given.indexOf(boxes);
                values.put(BOXES, BOXES);
            }
            at += given.size();
            if (function.isDecode()) {
                requireBytes(function, children.get(0));
                Part part = new Part(call.function(), call.isTry(), function.decodeOptions(values), null, -1);
                parts.add(part);
                type = part.decode().outputType();
                continue;
            }
            Step step = function.step(values);
            if (parts.isEmpty()) {
                requireTensor(function, children.get(0));
                input = inputType(function, step, children.get(0));
                type = input;
            }
            type = step.outputType(type).madeBy(step.name());
            parts.add(new Part(call.function(), call.isTry(), null, step, column));
        }
        String last = calls.get(calls.size() - 1).function();
        if (SqlFunction.named(last).takesOrientation() && parts.get(0).decode() == null) {
            throw new SpecException(last + ": the orientation is known to the call of decode_image only; write " + last
                    + "(decode_image(...))");
        }
        return new Meaning(parts, input, type);
    }

    boolean isIndexed() {
        Step last = parts.get(parts.size() - 1).step();
        return last != null && last.returnsIndices();
    }

    DataType dataType() {
        if (SqlFunction.named(parts.get(parts.size() - 1).function()).isEncode()) {
            return DataTypes.BinaryType;
        }
        return isIndexed() ? TensorStruct.INDEXED : outputType.isImage() ? TensorStruct.IMAGE : TensorStruct.TENSOR;
    }

    /** How a value of that type is read, or null where the first call takes bytes. */
    FusedFunctions.Source source(DataType type) {
        if (inputType == null) {
            return null;
        }
        TensorStruct tensors = TensorStruct.of(type);
        return tensors != null || type.equals(DataTypes.NullType)
                ? FusedFunctions.Source.of(tensors, inputType.isImage())
                : indexed(type);
    }

    /** Constants by their arguments' names; boxes that are none as their expression. */
    private static Map<String, Object> values(Call call, List<Expression> given) {
        SqlFunction function = call.definition();
        List<Object> values = new ArrayList<>();
        for (Expression each : given) {
            values.add(each.foldable() ? constant(function, each) : each);
        }
        Map<String, Object> byName = function.byName(call.names(), values);
        byName.replaceAll((argument, value) -> {
            boolean isBoxes = argument.equals(BOXES);
            if (value instanceof Expression each) {
                if (!isBoxes || !isBoxes(each.dataType())) {
                    String wanted = isBoxes ? "a constant, or of type array<array<double>>" : "a constant";
                    throw new SpecException(
                            function.name() + ": " + argument + " must be " + wanted + ", not " + each.sql());
                }
            }
            if (isBoxes && value instanceof String text) { // a column's name, to a job file
                throw new SpecException(function.name() + ": boxes must be a column or an array, not '" + text + "'");
            }
            return value;
        });
        return byName;
    }

    private static Object constant(SqlFunction function, Expression constant) {
        try {
            return Constants.of(constant);
        } catch (RuntimeException e) {
            throw new SpecException(function.name() + ": " + constant.sql() + " cannot be computed: " + e.getMessage());
        }
    }

    private static boolean isBoxes(DataType type) {
        return type instanceof ArrayType boxes
                && boxes.elementType() instanceof ArrayType corners
                && corners.elementType() instanceof NumericType;
    }

    private static void requireBytes(SqlFunction function, Expression input) {
        DataType type = input.dataType();
        if (!type.equals(DataTypes.BinaryType) && !type.equals(DataTypes.NullType)) {
            throw new SpecException(function.name() + ": " + input.sql()
                    + " must be binary, an image file's bytes, not " + type.simpleString());
        }
    }

    private static void requireTensor(SqlFunction function, Expression input) {
        DataType type = input.dataType();
        if (type.equals(DataTypes.NullType) || TensorStruct.of(type) != null) {
            return;
        }
        boolean indexed = indexed(type) != null;
        if (indexed && function.takesIndices()) {
            return;
        }
        String remedy = "";
        if (indexed) {
            remedy = "; take its field values, or indices";
        } else if (type.equals(DataTypes.BinaryType)) {
            remedy = "; decode_image makes an image of a file's bytes, and to_tensor a tensor of that";
        }
        throw new SpecException(function.name() + ": " + input.sql() + " must be " + TensorStruct.TENSOR.simpleString()
                + ", not " + type.simpleString() + remedy);
    }

    /** What is known of the input before any row is seen. */
    private static TensorType inputType(SqlFunction function, Step step, Expression input) {
        if (input instanceof TensorExpression inner) {
            return inner.meaning().outputType();
        }
        TensorType tensor = TensorType.tensor(null, null);
        boolean isNullOfIndexed = input.dataType().equals(DataTypes.NullType) && function.takesIndices();
        if (isNullOfIndexed || indexed(input.dataType()) != null) {
            return tensor.withIndices(Shape.of(Shape.UNKNOWN));
        }
        TensorType image = TensorType.image(null, Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, Shape.UNKNOWN));
        if (input.dataType() instanceof StructType type && TensorStruct.isImage(type)) {
            return image;
        }
        // A struct that does not tell: what takes nothing but images has got one.
        return fits(step, tensor) || !fits(step, image) ? tensor : image;
    }

    private static boolean fits(Step step, TensorType input) {
        try {
            step.outputType(input);
            return true;
        } catch (SpecException e) {
            return false;
        }
    }

    /** How structs of values and indices are read, or null for other types. */
    private static FusedFunctions.Source indexed(DataType type) {
        if (!(type instanceof StructType struct)) {
            return null;
        }
        List<String> names = List.of(struct.fieldNames());
        int values = names.indexOf("values");
        int indices = names.indexOf("indices");
        if (values < 0 || indices < 0 || TensorStruct.of(struct.fields()[indices].dataType()) == null) {
            return null;
        }
        TensorStruct tensors = TensorStruct.of(struct.fields()[values].dataType());
        return tensors == null ? null : FusedFunctions.Source.indexed(tensors, values, indices);
    }
}
