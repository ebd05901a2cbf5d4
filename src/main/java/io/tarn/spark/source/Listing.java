package io.tarn.spark.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The files of a job's input, on any Hadoop file system, sorted by id. */
public final class Listing {
    private static final String KEY = "input.path";

    /**
     * A file, or a stretch of one, that is read in one go.
     *
     * @param id its path below the root
     * @param start where in the file it begins
     * @param images how many it holds, or {@link #UNKNOWN}
     */
    public record Entry(Path root, String id, long start, long length, long images) {
        static Entry ofImage(Path root, String id, long length) {
            return new Entry(root, id, 0, length, 1);
        }
    }

    /** A number of images that only reading them all would tell. */
    public static final long UNKNOWN = -1;

    private final List<Entry> entries;
    private final List<Path> roots;

    private Listing(List<Entry> entries, List<Path> roots) {
        this.entries = entries;
        this.roots = roots;
    }

    /**
     * Lists folders recursively, globs and single files. Names that start with {@code _} or {@code .} are left out.
     *
     * @throws InputException if a path is not there, nothing is found, or two files have the same id
     */
    public static Listing of(List<String> paths, Configuration conf) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<Path> roots = new ArrayList<>();
        for (String path : paths) {
            int before = entries.size();
            list(path, conf, entries, roots);
            if (entries.size() == before) {
                throw new InputException(
                        KEY,
                        path
                                + " holds no files (names that start with _ or . do not count); give a folder with images");
            }
        }
        entries.sort(Comparator.comparing(Entry::id));
        for (int i = 1; i < entries.size(); i++) {
            Entry a = entries.get(i - 1);
            Entry b = entries.get(i);
            if (a.id().equals(b.id())) {
                throw new InputException(
                        KEY,
                        a.id() + " is below both " + a.root() + " and " + b.root()
                                + ", and ids must differ; give the folder above them instead");
            }
        }
        return new Listing(entries, roots);
    }

    /** How many images there are, or {@link #UNKNOWN}. */
    public long images() {
        return images(entries);
    }

    /** How many images these hold, or {@link #UNKNOWN}. */
    public static long images(List<Entry> entries) {
        long images = 0;
        for (Entry entry : entries) {
            if (entry.images() == UNKNOWN) {
                return UNKNOWN;
            }
            images += entry.images();
        }
        return images;
    }

    /** Bytes of all files together. */
    public long bytes() {
        return entries.stream().mapToLong(Entry::length).sum();
    }

    /** What there is to read, sorted by id. */
    public List<Entry> entries() {
        return entries;
    }

    /** The folders that ids are relative to. */
    public List<Path> roots() {
        return roots;
    }

    private static void list(String written, Configuration conf, List<Entry> entries, List<Path> roots)
            throws IOException {
        Path path = Paths.of(written);
        FileSystem fs;
        try {
            fs = Paths.fileSystem(path, conf);
        } catch (IOException | IllegalArgumentException unusable) {
            throw new InputException(KEY, written + " cannot be opened: " + unusable.getMessage());
        }
        path = fs.makeQualified(path);
        FileStatus status = statusOrNull(fs, path);
        if (status != null && status.isFile()) {
            roots.add(path.getParent());
            entries.add(Entry.ofImage(path.getParent(), path.getName(), status.getLen()));
            return;
        }
        if (status != null) {
            roots.add(path);
            walk(fs, path, path, entries);
            return;
        }
        String parent = Paths.beforeGlob(written);
        FileStatus[] matches = parent == null ? null : fs.globStatus(path);
        if (matches == null || matches.length == 0) {
            throw new InputException(
                    KEY,
                    written + (parent == null ? " is not there" : " matches nothing")
                            + "; give a folder, a file or a glob that exists (relative paths start at "
                            + fs.getWorkingDirectory() + ")");
        }
        Path root = fs.makeQualified(Paths.of(parent));
        roots.add(root);
        for (FileStatus match : matches) {
            if (match.isDirectory()) {
                walk(fs, root, match.getPath(), entries);
            } else if (!isHidden(match.getPath())) {
                entries.add(Entry.ofImage(root, Paths.relative(root, match.getPath()), match.getLen()));
            }
        }
    }

    private static void walk(FileSystem fs, Path root, Path folder, List<Entry> entries) throws IOException {
        Deque<Path> open = new ArrayDeque<>();
        open.push(folder);
        while (!open.isEmpty()) {
            RemoteIterator<FileStatus> children = fs.listStatusIterator(open.pop());
            while (children.hasNext()) {
                FileStatus child = children.next();
                if (isHidden(child.getPath())) {
                    continue;
                }
                if (child.isDirectory()) {
                    open.push(child.getPath());
                } else {
                    entries.add(Entry.ofImage(root, Paths.relative(root, child.getPath()), child.getLen()));
                }
            }
        }
    }

    private static boolean isHidden(Path path) {
        return path.getName().startsWith("_") || path.getName().startsWith(".");
    }

    private static FileStatus statusOrNull(FileSystem fs, Path path) throws IOException {
        try {
            return fs.getFileStatus(path);
        } catch (FileNotFoundException absent) {
            return null;
        }
    }
}
