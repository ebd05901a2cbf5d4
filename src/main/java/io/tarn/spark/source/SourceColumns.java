package io.tarn.spark.source;

import io.tarn.plan.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Names of the source's columns beside the names of a plan's. */
final class SourceColumns {
    private SourceColumns() {}

    /**
     * @throws InputException if a column is called as another is, upper and lower case counting as the same
     */
    static void requireFree(List<SourceColumn> columns, Plan plan) {
        Map<String, String> taken = new HashMap<>();
        for (SourceColumn column : columns) {
            String other = taken.putIfAbsent(column.name().toLowerCase(Locale.ROOT), column.name());
            if (other != null) {
                throw new InputException(
                        "input",
                        "the source has the columns " + other + " and " + column.name()
                                + ", and upper and lower case count as the same; rename one");
            }
        }
        if (taken.containsKey("id")) {
            String remedy = plan.input().format() == Plan.Format.PARQUET
                    ? "set input.id: " + taken.get("id") + " to use it as the id, or rename it"
                    : "rename it";
            throw new InputException(
                    "input",
                    "the source's column " + taken.get("id") + " would stand where the images' id stands; " + remedy);
        }
        requirePartition(columns, plan.output().partitionBy());
        for (Plan.Chain output : plan.outputs()) {
            requireFree(taken, output.name(), output, "is called like an output");
            if (output.returnsIndices()) {
                requireFree(taken, output.name() + "_indices", output, "is called like the indices of an output");
            }
        }
    }

    private static void requirePartition(List<SourceColumn> columns, String name) {
        if (name == null) {
            return;
        }
        String has = columns.isEmpty()
                ? "none"
                : columns.stream().map(SourceColumn::described).collect(Collectors.joining(", "));
        SourceColumn column = columns.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "output.partition_by", "the source has no column " + name + "; it has " + has));
        if (!column.canNameFolders()) {
            throw new InputException(
                    "output.partition_by",
                    "column " + column.described() + " cannot name folders; give one of strings, integers or booleans");
        }
    }

    private static void requireFree(Map<String, String> taken, String name, Plan.Chain output, String problem) {
        String column = taken.get(name.toLowerCase(Locale.ROOT));
        if (column != null) {
            throw new InputException(
                    "outputs." + output.name(),
                    "the source's column " + column + " " + problem
                            + ", and upper and lower case count as the same; rename the output " + output.name());
        }
    }
}
