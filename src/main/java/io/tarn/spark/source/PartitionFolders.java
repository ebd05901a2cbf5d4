package io.tarn.spark.source;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/** Folders such as {@code label=cat/}, each a column of the files below it, written as Spark writes them. */
final class PartitionFolders {
    private static final String KEY = "input.path";

    private PartitionFolders() {}

    /** The values in the folders of a file's id, outermost first; null is a value too. */
    static Map<String, Object> values(String id) {
        Map<String, Object> values = new LinkedHashMap<>();
        int start = 0;
        for (int slash = id.indexOf('/'); slash >= 0; slash = id.indexOf('/', start)) {
            int equals = id.indexOf('=', start);
            if (equals > start && equals < slash) {
                String name = ExternalCatalogUtils.unescapePathName(id.substring(start, equals));
                String value = id.substring(equals + 1, slash);
                boolean isNull = value.equals(ExternalCatalogUtils.DEFAULT_PARTITION_NAME());
                values.put(name, isNull ? null : ExternalCatalogUtils.unescapePathName(value));
            }
            start = slash + 1;
        }
        return values;
    }

    /**
     * The columns of all those files. A file without one of these folders has a null there.
     *
     * @throws InputException if two names differ in upper and lower case alone
     */
    static Map<String, SourceColumn> columns(Collection<String> ids) {
        Map<String, String> exact = new LinkedHashMap<>();
        Map<String, SourceColumn> columns = new LinkedHashMap<>();
        for (String id : ids) {
            if (id.indexOf('=') < 0) {
                continue;
            }
            for (String name : values(id).keySet()) {
                String other = exact.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
                if (other != null && !other.equals(name)) {
                    throw new InputException(
                            KEY,
                            "folders " + other + "= and " + name
                                    + "= would be one column, for upper and lower case count as the same; rename one");
                }
                columns.putIfAbsent(name, SourceColumn.ofText(name));
            }
        }
        return columns;
    }
}
