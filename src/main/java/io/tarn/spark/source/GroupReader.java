package io.tarn.spark.source;

import io.tarn.plan.Plan;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The chosen items of a group's files, one file after the other. */
final class GroupReader implements ItemReader {
    private final Plan.Input input;
    private final FileGroup group;
    private final Configuration conf;
    private final Choice choice;
    private final WholeFiles wholeFiles;
    private ItemReader open;
    private int next;
    private long left;

    GroupReader(Plan.Input input, FileGroup group, Configuration conf) {
        this.input = input;
        this.group = group;
        this.conf = conf;
        this.choice = new Choice(input.selection());
        this.wholeFiles = new WholeFiles(input, group, conf);
    }

    @Override
    public Item next() throws IOException {
        while (true) {
            if (open == null) {
                if (next == group.size()) {
                    return null;
                }
                int i = next++;
                if (Listing.isImage(input, group.id(i))) {
                    return wholeFiles.read(i); // chosen by the listing
                }
                left = group.images(i) == Listing.UNKNOWN ? Long.MAX_VALUE : group.images(i);
                open = open(i, PartitionFolders.values(group.id(i)));
            }
            Item item = left == 0 ? null : open.next();
            if (item != null) {
                left--;
                return item;
            }
            closeOpen();
        }
    }

    private ItemReader open(int i, Map<String, Object> folders) {
        return switch (input.format()) {
            case IMAGES, NPY ->
                new NpzItems(group, i, folders, choice, input.decode().maxEncodedBytes(), conf);
            case WEBDATASET -> new WebDatasetItems(group, i, folders, input, choice, conf);
            case PARQUET -> new ParquetItems(group, i, folders, input, choice, conf);
        };
    }

    @Override
    public void close() throws IOException {
        wholeFiles.close();
        closeOpen();
    }

    private void closeOpen() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
