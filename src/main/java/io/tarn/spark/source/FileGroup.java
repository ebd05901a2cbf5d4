package io.tarn.spark.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** The files of one partition, or stretches of files. */
public final class FileGroup implements Serializable {
    private static final long serialVersionUID = 1;

    /** What opening a file costs, in bytes read: keeps partitions of many tiny files from being too long. */
    private static final long OPEN_COST_BYTES = 16 << 10;

    private static final long TARGET_BYTES = 64L << 20;
    private static final long WORTH_A_TASK_BYTES = 8L << 20;
    private static final int TASKS_PER_CORE = 3;

    private final String[] roots;
    private final int[] rootOf;
    private final String[] ids;
    private final long[] starts;
    private final long[] lengths;
    private final long[] images;
    private transient Path[] rootPaths;

    private FileGroup(List<Listing.Entry> entries) {
        List<String> distinctRoots = new ArrayList<>();
        rootOf = new int[entries.size()];
        ids = new String[entries.size()];
        starts = new long[entries.size()];
        lengths = new long[entries.size()];
        images = new long[entries.size()];
        for (int i = 0; i < ids.length; i++) {
            Listing.Entry entry = entries.get(i);
            String root = entry.root().toString();
            if (!distinctRoots.contains(root)) {
                distinctRoots.add(root);
            }
            rootOf[i] = distinctRoots.indexOf(root);
            ids[i] = entry.id();
            starts[i] = entry.start();
            lengths[i] = entry.length();
            images[i] = entry.images();
        }
        roots = distinctRoots.toArray(String[]::new);
    }

    public int size() {
        return ids.length;
    }

    public String id(int i) {
        return ids[i];
    }

    /** Where in the file it begins. */
    public long start(int i) {
        return starts[i];
    }

    public long length(int i) {
        return lengths[i];
    }

    /** How many images to take of it, or {@link Listing#UNKNOWN} for all. */
    public long images(int i) {
        return images[i];
    }

    public Path path(int i) {
        if (rootPaths == null) {
            rootPaths = Arrays.stream(roots).map(Path::new).toArray(Path[]::new);
        }
        return Paths.below(rootPaths[rootOf[i]], ids[i]);
    }

    /** How many partitions that input is worth on so many cores. */
    public static int partitions(List<Listing.Entry> entries, int cores) {
        long weight = weight(entries);
        long byTarget = (weight + TARGET_BYTES - 1) / TARGET_BYTES;
        long byWorth = (weight + WORTH_A_TASK_BYTES - 1) / WORTH_A_TASK_BYTES;
        long balanced = Math.min((long) TASKS_PER_CORE * cores, Math.max(cores, byWorth));
        return (int) Math.min(entries.size(), Math.max(byTarget, balanced));
    }

    /** Cuts entries, in their order, into that many groups (or fewer) of about equal bytes. */
    public static List<FileGroup> split(List<Listing.Entry> entries, int partitions) {
        double total = weight(entries);
        List<FileGroup> groups = new ArrayList<>();
        List<Listing.Entry> open = new ArrayList<>();
        long done = 0;
        for (Listing.Entry entry : entries) {
            open.add(entry);
            done += entry.length() + OPEN_COST_BYTES;
            if (done >= total * (groups.size() + 1) / partitions) {
                groups.add(new FileGroup(open));
                open = new ArrayList<>();
            }
        }
        if (!open.isEmpty()) {
            groups.add(new FileGroup(open));
        }
        return groups;
    }

    /** Bytes to read, and what opening each file costs. */
    public static long weight(List<Listing.Entry> entries) {
        long weight = 0;
        for (Listing.Entry entry : entries) {
            weight += entry.length() + OPEN_COST_BYTES;
        }
        return weight;
    }
}
