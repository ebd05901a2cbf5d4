package io.tarn.spark.source;

import io.tarn.measure.Legible;
import io.tarn.plan.Plan;
import io.tarn.spark.source.Listing.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * What is left of an input by its selection. Files of one image are chosen here; images within files are chosen when
 * they are read, by their ids as well. A limit is exact: where no listing tells how many images a file gives, the first
 * files are read until it is reached.
 */
final class Chosen {
    private Chosen() {}

    /**
     * @throws InputException if nothing is left
     */
    static List<Entry> entries(Plan.Input input, Choice choice, List<Entry> entries, Configuration conf)
            throws IOException {
        List<Entry> chosen = new ArrayList<>();
        for (Entry entry : entries) {
            if (Listing.isImage(input, entry.id())) {
                if (choice.takes(entry.id())) {
                    chosen.add(entry);
                }
            } else {
                chosen.add(input.selection().asksForIds() ? entry.withImages(Listing.UNKNOWN) : entry);
            }
        }
        List<Entry> limited = input.selection().isLimited() ? limited(input, chosen, conf) : chosen;
        if (limited.isEmpty()) {
            throw new InputException(
                    "input", "include, exclude and sample leave nothing; loosen them: " + tried(entries));
        }
        return limited;
    }

    private static String tried(List<Entry> entries) {
        return Legible.counted(entries.size(), "file") + ", such as "
                + entries.get(0).id();
    }

    private static List<Entry> limited(Plan.Input input, List<Entry> entries, Configuration conf) throws IOException {
        List<Entry> limited = new ArrayList<>();
        long left = input.selection().limit();
        for (Entry entry : entries) {
            if (left == 0) {
                break;
            }
            long images = entry.images() == Listing.UNKNOWN ? count(input, entry, left, conf) : entry.images();
            if (images > 0) {
                limited.add(entry.withImages(Math.min(left, images)));
                left -= Math.min(left, images);
            }
        }
        return limited;
    }

    private static long count(Plan.Input input, Entry entry, long most, Configuration conf) throws IOException {
        long images = 0;
        try (ItemReader reader = ItemReader.of(input, new FileGroup(List.of(entry)), conf)) {
            while (images < most && reader.next() != null) {
                images++;
            }
        }
        return images;
    }
}
