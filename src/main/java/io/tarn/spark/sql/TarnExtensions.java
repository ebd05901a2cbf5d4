package io.tarn.spark.sql;

import io.tarn.op.Arg;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Function1;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * tarn's functions for SQL, with {@code spark.sql.extensions=io.tarn.spark.sql.TarnExtensions}: decode_image, every
 * operator, and each with try_ before its name.
 */
public final class TarnExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        for (SqlFunction function : SqlFunction.ALL) {
            inject(extensions, function, false);
            inject(extensions, function, true);
        }
        return BoxedUnit.UNIT;
    }

    private static void inject(SparkSessionExtensions extensions, SqlFunction function, boolean isTry) {
        String name = (isTry ? SqlFunction.TRY : "") + function.name();
        Function1<Seq<Expression>, Expression> builder = new AbstractFunction1<>() {
            @Override
            public Expression apply(Seq<Expression> arguments) {
                List<Expression> list = CollectionConverters.asJava(arguments);
                return TensorExpression.of(function, isTry, list);
            }
        };
        extensions.injectFunction(new Tuple3<>(new FunctionIdentifier(name), info(name, function, isTry), builder));
    }

    /** What {@code DESCRIBE FUNCTION EXTENDED} shows. */
    private static ExpressionInfo info(String name, SqlFunction function, boolean isTry) {
        String instead = isTry ? ". Null for a bad image, also where a function nested in it refuses it" : "";
        String usage = (isTry ? SqlFunction.TRY : "") + function.signature() + " - " + function.summary() + instead
                + ". From " + function.source() + ".";
        String arguments = function.args().isEmpty()
                ? ""
                : "\n    Arguments:\n"
                        + function.args().stream().map(TarnExtensions::line).collect(Collectors.joining()) + "  ";
        String example = isTry ? "" : function.example();
        String examples = isTry ? "" : "\n    Examples:\n      > SELECT " + example + ";\n  ";
        return new ExpressionInfo(
                TensorExpression.class.getName(), null, name, usage, arguments, examples, "", "", "", "", "");
    }

    private static String line(Arg arg) {
        String byDefault = arg.isRequired() ? "required" : "default " + arg.byDefault();
        return "      * " + arg.name() + " - " + arg.doc() + " (" + arg.type() + "; " + byDefault + ")\n";
    }
}
