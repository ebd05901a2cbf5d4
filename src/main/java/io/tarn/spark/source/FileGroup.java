package io.tarn.spark.source;

import io.tarn.plan.Plan;
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

    private static final long MOST_BYTES = 64L << 20;
    private static final long WORTH_A_TASK_BYTES = 8L << 20;

    /** So many times as large are partitions of tensors: a byte of a photograph takes some fifty times as long. */
    private static final int TENSORS = 4;

    private final String[] roots;
    private final int[] rootOf;
    private final String[] ids;
    private final long[] starts;
    private final long[] lengths;
    private final long[] images;
    private final long[] firstRows;
    private final long[] rows;
    private transient Path[] rootPaths;

    /** A partition of all of them. */
    public FileGroup(List<Listing.Entry> entries) {
        List<String> distinctRoots = new ArrayList<>();
        rootOf = new int[entries.size()];
        ids = new String[entries.size()];
        starts = new long[entries.size()];
        lengths = new long[entries.size()];
        images = new long[entries.size()];
        firstRows = new long[entries.size()];
        rows = new long[entries.size()];
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
            firstRows[i] = entry.rows() == null ? 0 : entry.rows().first();
            rows[i] = entry.rows() == null ? 0 : entry.rows().count();
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

    /** The number of a row group's first row in its file. */
    long firstRow(int i) {
        return firstRows[i];
    }

    /** How many rows a row group has, chosen or not; 0 of anything else. */
    long rows(int i) {
        return rows[i];
    }

    public Path path(int i) {
        if (rootPaths == null) {
            rootPaths = Arrays.stream(roots).map(Path::new).toArray(Path[]::new);
        }
        return Paths.below(rootPaths[rootOf[i]], ids[i]);
    }

    /** How many partitions that input is worth on so many cores. */
    public static int partitions(List<Listing.Entry> entries, Plan.Holds holds, int cores) {
        return ends(entries, holds, cores).size();
    }

    /** Cuts entries, in their order, into the partitions that they are worth on so many cores. */
    public static List<FileGroup> split(List<Listing.Entry> entries, Plan.Holds holds, int cores) {
        List<FileGroup> groups = new ArrayList<>();
        int start = 0;
        for (int end : ends(entries, holds, cores)) {
            groups.add(new FileGroup(entries.subList(start, end)));
            start = end;
        }
        return groups;
    }

    /**
     * Where each partition ends. They get smaller to the end, each at most half of what then remains for a core, so that
     * the cores finish together (guided self-scheduling).
     */
    private static List<Integer> ends(List<Listing.Entry> entries, Plan.Holds holds, int cores) {
        List<Integer> ends = new ArrayList<>();
        long total = weight(entries);
        int bytes = bytesPerEncodedByte(holds);
        long least = Math.min(bytes * WORTH_A_TASK_BYTES, total / cores);
        long remaining = total;
        long group = 0;
        for (int i = 0; i < entries.size(); i++) {
            group += weight(entries.get(i));
            long enough = Math.min(bytes * MOST_BYTES, Math.max(least, remaining / (2L * cores)));
            if (group >= enough || i == entries.size() - 1) {
                ends.add(i + 1);
                remaining -= group;
                group = 0;
            }
        }
        return ends;
    }

    /** How many bytes of such items make as much of a task, or of a shard, as one of an encoded image. */
    public static int bytesPerEncodedByte(Plan.Holds holds) {
        return holds == Plan.Holds.TENSORS ? TENSORS : 1;
    }

    /** Bytes to read, and what opening each file costs. */
    public static long weight(List<Listing.Entry> entries) {
        long weight = 0;
        for (Listing.Entry entry : entries) {
            weight += weight(entry);
        }
        return weight;
    }

    private static long weight(Listing.Entry entry) {
        return entry.length() + OPEN_COST_BYTES;
    }
}
