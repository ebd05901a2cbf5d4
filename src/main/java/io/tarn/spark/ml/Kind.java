package io.tarn.spark.ml;

import io.tarn.op.Arg;
import java.util.Locale;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayArrayParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** Which of Spark's Params an argument becomes. */
enum Kind {
    FLAG,
    INT,
    INTS,
    NUMBER,
    NUMBERS,
    NUMBER_LISTS,
    TEXT;

    static Kind of(Arg arg) {
        String type = arg.type();
        if (type.equals("true or false")) {
            return FLAG;
        }
        if (type.startsWith("list of [")) {
            return NUMBER_LISTS;
        }
        if (type.startsWith("number")) {
            return type.equals("number") ? NUMBER : NUMBERS;
        }
        if (type.contains("[") || type.equals("list of ints")) {
            return INTS;
        }
        return type.startsWith("int") || type.matches("[0-9 |]+") ? INT : TEXT;
    }

    /** {@code kernelSize} of {@code kernel_size}. */
    static String paramName(Arg arg) {
        StringBuilder name = new StringBuilder();
        for (String word : arg.name().split("_")) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    static Param<?> param(Params parent, Arg arg) {
        String name = paramName(arg);
        String doc = arg.doc() + " (" + arg.type() + "; "
                + (arg.isRequired() ? "required" : "default " + arg.byDefault()) + ")";
        return switch (of(arg)) {
            case FLAG -> new BooleanParam(parent, name, doc);
            case INT -> new IntParam(parent, name, doc);
            case INTS -> new IntArrayParam(parent, name, doc);
            case NUMBER -> new DoubleParam(parent, name, doc);
            case NUMBERS -> new DoubleArrayParam(parent, name, doc);
            case NUMBER_LISTS -> new DoubleArrayArrayParam(parent, name, doc);
            case TEXT -> new Param<String>(parent, name, doc);
        };
    }

    /** A Param's value as an operator takes it: an array of one stands for all dimensions. */
    static Object argument(Object value) {
        if (value instanceof int[] ints && ints.length == 1) {
            return ints[0];
        }
        if (value instanceof double[] numbers && numbers.length == 1) {
            return numbers[0];
        }
        return value;
    }
}
