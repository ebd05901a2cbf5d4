package io.tarn.spark.sql;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.SpecException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.internal.Literal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import scala.jdk.javaapi.CollectionConverters;

/** Calls of the functions as columns, whether or not the session has the extension. */
public final class Columns {
    private Columns() {}

    /**
     * A call as a column.
     *
     * @param arguments in their order: numbers, flags, text, lists or arrays of them, or a column where the function takes
     *     one; at last a map of arguments by their names. Lists and maps may be Java's or Scala's. Null stands for an
     *     argument's default.
     * @throws SpecException if an argument named does not exist or is given twice, or the map is not the last
     */
    public static Column call(String name, Column input, Object... arguments) {
        boolean isTry = name.startsWith(SqlFunction.TRY);
        SqlFunction function = SqlFunction.named(isTry ? name.substring(SqlFunction.TRY.length()) : name);
        List<Column> columns = new ArrayList<>(List.of(input));
        for (Object argument : inOrder(function, arguments)) {
            columns.add(column(argument));
        }
        return isConnect()
                ? org.apache.spark.sql.functions.call_function(name, columns.toArray(Column[]::new))
                : Classic.column(function, isTry, columns);
    }

    /**
     * What a call gives.
     *
     * @param input the name of the column that it works on, of that type
     * @param arguments as in {@link #call}, with arrays and no lists
     * @throws SpecException if no row can be worked on
     */
    public static DataType type(String name, String input, DataType type, Object... arguments) {
        return Classic.type(SqlFunction.named(name), input, type, inOrder(SqlFunction.named(name), arguments));
    }

    /** Named arguments put where their place is, with nulls for what was left out. */
    private static List<Object> inOrder(SqlFunction function, Object[] arguments) {
        List<Object> places = new ArrayList<>();
        boolean isNamed = false;
        for (Object argument : arguments == null ? new Object[] {null} : arguments) {
            if (!(inJava(argument) instanceof Map<?, ?> map)) {
                if (isNamed) {
                    throw function.notAfterNames();
                }
                places.add(argument);
                continue;
            }
            if (!isNamed) {
                gatherSizes(function, places);
            }
            isNamed = true;
            List<String> names = function.args().stream().map(Arg::name).toList();
            for (Map.Entry<?, ?> named : map.entrySet()) {
                int place = names.indexOf(named.getKey());
                if (place < 0) {
                    new Args(function.name(), Map.of(String.valueOf(named.getKey()), true), value -> null)
                            .check(function.args());
                }
                while (places.size() <= place) {
                    places.add(null);
                }
                if (places.get(place) != null) {
                    throw function.givenTwice(names.get(place));
                }
                places.set(place, named.getValue());
            }
        }
        return places;
    }

    /** Makes a list of sizes given one by one, so that what follows is where its place is. */
    private static void gatherSizes(SqlFunction function, List<Object> places) {
        List<Object> constants = new ArrayList<>(places);
        constants.replaceAll(value ->
                value instanceof Column column && column.node() instanceof Literal literal ? literal.value() : value);
        List<Object> sizes = places.subList(0, function.sizes(constants));
        if (!sizes.isEmpty()) {
            List<Object> list = List.copyOf(sizes);
            sizes.clear();
            places.add(0, list);
        }
    }

    private static Column column(Object value) {
        if (value instanceof Column column) {
            return column;
        }
        List<?> items = null;
        if (inJava(value) instanceof List<?> list) {
            items = list;
        } else if (value != null && value.getClass().isArray()) {
            items = IntStream.range(0, Array.getLength(value))
                    .mapToObj(i -> Array.get(value, i))
                    .toList();
        }
        return items == null
                ? org.apache.spark.sql.functions.lit(value)
                : org.apache.spark.sql.functions.array(
                        items.stream().map(Columns::column).toArray(Column[]::new));
    }

    /** Scala's maps and sequences as Java's. */
    private static Object inJava(Object value) {
        if (value instanceof scala.collection.Map<?, ?> map) {
            return CollectionConverters.asJava(map);
        }
        return value instanceof scala.collection.Seq<?> items ? CollectionConverters.asJava(items) : value;
    }

    /** True in a client of Spark Connect, where only the server knows expressions. */
    private static boolean isConnect() {
        if (SparkSession.getActiveSession().isDefined()) {
            return isConnect(SparkSession.active());
        }
        if (SparkSession.getDefaultSession().isDefined()) {
            return isConnect(SparkSession.getDefaultSession().get());
        }
        return Columns.class.getResource("/org/apache/spark/sql/classic/SparkSession.class") == null;
    }

    private static boolean isConnect(SparkSession session) {
        return session.getClass().getName().startsWith("org.apache.spark.sql.connect.");
    }

    /** Apart, for a client has not these classes. */
    private static final class Classic {
        static Column column(SqlFunction function, boolean isTry, List<Column> columns) {
            return ExpressionUtils.column(TensorExpression.of(
                    function,
                    isTry,
                    columns.stream().map(ExpressionUtils::expression).toList()));
        }

        static DataType type(SqlFunction function, String input, DataType type, List<Object> arguments) {
            List<Expression> children = new ArrayList<>();
            children.add(new AttributeReference(
                    input,
                    type,
                    true,
                    Metadata.empty(),
                    NamedExpression.newExprId(),
                    CollectionConverters.asScala(List.<String>of()).toList()));
            arguments.forEach(argument -> children.add(Literal$.MODULE$.apply(argument)));
            return TensorExpression.of(function, false, children).dataType();
        }
    }
}
