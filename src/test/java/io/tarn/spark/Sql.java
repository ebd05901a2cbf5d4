package io.tarn.spark;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads Parquet with DuckDB, which shares no code with Spark. */
public final class Sql {
    private Sql() {}

    /** The rows of a table of a run, columns by name. */
    public static List<Map<String, Object>> table(Path output, String table) {
        return query("SELECT * FROM read_parquet('" + output + "/" + table + "/*.parquet')");
    }

    /** Runs a statement that has no rows. */
    public static void execute(String sql) {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                java.sql.Statement statement = duck.createStatement()) {
            statement.execute(sql);
        } catch (SQLException problem) {
            throw new IllegalStateException(sql, problem);
        }
    }

    /** The rows of a query, columns by name. */
    public static List<Map<String, Object>> query(String sql) {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = duck.createStatement().executeQuery(sql)) {
            List<Map<String, Object>> all = new ArrayList<>();
            while (rows.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.put(rows.getMetaData().getColumnLabel(i), rows.getObject(i));
                }
                all.add(row);
            }
            return all;
        } catch (SQLException problem) {
            throw new IllegalStateException(sql, problem);
        }
    }

    /** The ids of {@code data/}, in order. */
    static List<String> ids(Path out) {
        return table(out, "data").stream()
                .map(row -> (String) row.get("id"))
                .sorted()
                .toList();
    }

    /** What two columns of {@code errors/} tell, by id. */
    static Map<String, String> errors(Path out, String one, String other) {
        return table(out, "errors").stream()
                .collect(Collectors.toMap(
                        row -> (String) row.get("id"),
                        row -> row.get(one) + " " + row.get(other),
                        (first, second) -> first + "; " + second,
                        TreeMap::new));
    }
}
