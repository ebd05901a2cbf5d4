package io.tarn.measure;

import io.tarn.measure.Column.Kind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tables whose rows are records: a column for each component, {@code runMillis} in the column {@code run_millis}. */
public final class Rows {
    private Rows() {}

    /** The columns, in the order of the components, each of which says its {@link Meaning}. */
    static <R extends Record> List<Column<R>> columns(Class<R> row) {
        return Arrays.stream(row.getRecordComponents())
                .map(component -> Rows.<R>column(component))
                .toList();
    }

    /** The row with these cells; what is missing, as in a table of an older version, is null or 0. */
    public static <R extends Record> R of(Class<R> row, Map<String, Object> cells) {
        RecordComponent[] components = row.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            Object cell = cells.get(name(components[i]));
            values[i] = cell == null ? nothing(types[i]) : cell;
        }
        try {
            return row.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("no row of " + row, impossible);
        }
    }

    /** A row's cells by column, those that are null too. */
    public static <R> Map<String, Object> cells(List<Column<R>> columns, R row) {
        Map<String, Object> cells = new LinkedHashMap<>();
        columns.forEach(column -> cells.put(column.name(), column.value().apply(row)));
        return cells;
    }

    private static <R> Column<R> column(RecordComponent component) {
        String meaning = component.getAnnotation(Meaning.class).value();
        return new Column<>(name(component), kind(component.getType()), meaning, row -> value(component, row));
    }

    private static Object value(RecordComponent component, Object row) {
        try {
            return component.getAccessor().invoke(row);
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalStateException("cannot read " + component, impossible);
        }
    }

    private static String name(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static Kind kind(Class<?> type) {
        if (type == String.class) {
            return Kind.TEXT;
        }
        if (type == int.class || type == Integer.class) {
            return Kind.INT;
        }
        if (type == long.class) {
            return Kind.LONG;
        }
        if (type == double.class) {
            return Kind.DOUBLE;
        }
        throw new IllegalArgumentException("no column holds " + type);
    }

    private static Object nothing(Class<?> type) {
        if (!type.isPrimitive()) {
            return null;
        }
        return type == int.class ? 0 : type == long.class ? 0L : (Object) 0.0;
    }
}
