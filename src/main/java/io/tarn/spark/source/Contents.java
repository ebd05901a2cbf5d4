package io.tarn.spark.source;

import io.tarn.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What is in the files of an input, as far as the driver looks.
 *
 * @param entries what there is to read, in order
 * @param columns what images bring along
 * @param leftOut columns that {@code data/} cannot hold, with their types
 */
record Contents(List<Listing.Entry> entries, List<SourceColumn> columns, List<String> leftOut) {
    static Contents of(Plan.Input input, List<Listing.Entry> files, Configuration conf) throws IOException {
        Map<String, SourceColumn> columns = new LinkedHashMap<>(
                PartitionFolders.columns(files.stream().map(Listing.Entry::id).toList()));
        return switch (input.format()) {
            case IMAGES -> new Contents(files, new ArrayList<>(columns.values()), List.of());
            case NPY -> {
                List<Listing.Entry> entries = files.stream()
                        .map(file -> NpzItems.isNpz(file.id()) ? file.ofSeveral() : file)
                        .toList();
                yield new Contents(entries, new ArrayList<>(columns.values()), List.of());
            }
            case WEBDATASET -> {
                List<SourceColumn> all = new ArrayList<>(columns.values());
                all.addAll(WebDatasetItems.COLUMNS);
                yield new Contents(files.stream().map(Listing.Entry::ofSeveral).toList(), all, List.of());
            }
            case PARQUET -> ParquetFooters.contents(input, files, new ArrayList<>(columns.values()), conf);
        };
    }
}
