package io.tarn.spark.sql;

import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/** Values of SQL as job files have them: Boolean, Integer, Long, Double, String, List, null. */
final class Constants {
    private Constants() {}

    /** The value of a constant expression. */
    static Object of(Expression constant) {
        return plain(constant.eval(InternalRow.empty()), constant.dataType());
    }

    /** A value of Spark's own representation. */
    static Object plain(Object value, DataType type) {
        return plain(CatalystTypeConverters.convertToScala(value, type));
    }

    private static Object plain(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.doubleValue();
        }
        if (value instanceof Float number) {
            return Double.parseDouble(number.toString()); // 0.1f means 0.1
        }
        if (value instanceof Byte || value instanceof Short) {
            return ((Number) value).intValue();
        }
        if (value instanceof Iterable<?> items) {
            List<Object> plain = new java.util.ArrayList<>();
            CollectionConverters.asJava(items).forEach(item -> plain.add(plain(item)));
            return plain;
        }
        return value;
    }
}
