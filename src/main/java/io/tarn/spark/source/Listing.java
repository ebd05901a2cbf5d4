package io.tarn.spark.source;

import io.tarn.plan.Plan;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
     * @param rows which of the file's rows these are, chosen or not; null but for a row group
     */
    public record Entry(Path root, String id, long start, long length, long images, Rows rows) {
        public Entry(Path root, String id, long start, long length, long images) {
            this(root, id, start, length, images, null);
        }

        /** The same with another number of images. */
        Entry withImages(long number) {
            return new Entry(root, id, start, length, number, rows);
        }

        static Entry ofImage(Path root, String id, long length) {
            return new Entry(root, id, 0, length, 1);
        }

        /** The whole file, holding several images. */
        Entry ofSeveral() {
            return new Entry(root, id, 0, length, UNKNOWN);
        }
    }

    /** So many rows of a file from one on. */
    public record Rows(long first, long count) {}

    /** A number of images that only reading them all would tell. */
    public static final long UNKNOWN = -1;

    /**
     * What of the storage is read.
     *
     * @param folders with all below them
     * @param holders folders of which single files are read
     * @param globs patterns, of which what matches later would be read as well
     */
    public record Reach(Set<Path> folders, Set<Path> holders, Set<Path> globs) {
        Reach() {
            this(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        }
    }

    private final List<Entry> entries;
    private final List<Path> roots;
    private final Reach reach;
    private final long files;
    private final List<SourceColumn> columns;
    private final List<String> leftOut;

    private Listing(
            List<Entry> entries,
            List<Path> roots,
            Reach reach,
            long files,
            List<SourceColumn> columns,
            List<String> leftOut) {
        this.entries = entries;
        this.roots = roots;
        this.reach = reach;
        this.files = files;
        this.columns = columns;
        this.leftOut = leftOut;
    }

    /**
     * What a plan reads, and the columns that come with it.
     *
     * @throws InputException if a path is not there, nothing is found or chosen, two files have the same id, or a
     *     column's name is taken
     */
    public static Listing of(Plan plan, Configuration conf) throws IOException {
        Plan.Input input = plan.input();
        Choice choice = new Choice(input.selection());
        Listing files = of(input.paths(), endings(input.format()), conf);
        Contents contents = Contents.of(input, files.entries, conf);
        SourceColumns.requireFree(contents.columns(), plan);
        List<Entry> chosen = Chosen.entries(input, choice, contents.entries(), conf);
        return new Listing(chosen, files.roots, files.reach, files.files, contents.columns(), contents.leftOut());
    }

    /** SHA-256 of what is read: ids and lengths, in their order. */
    public static String fingerprint(List<Entry> entries) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (Entry entry : entries) {
                String line = entry.id() + '\0' + entry.start() + '\0' + entry.length() + '\n';
                sha256.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Image files alone, without columns. */
    public static Listing of(List<String> paths, Configuration conf) throws IOException {
        return of(paths, List.of(""), conf);
    }

    /** The names of files that are taken from folders; whoever names a file itself means it. */
    private static List<String> endings(Plan.Format format) {
        return switch (format) {
            case IMAGES, NPY -> List.of("");
            case WEBDATASET -> List.of(".tar", ".tar.gz", ".tgz");
            case PARQUET -> List.of(".parquet");
        };
    }

    /**
     * Lists folders recursively, globs and single files. Names that start with {@code _} or {@code .} are left out.
     *
     * @throws InputException if a path is not there, nothing is found, or two files have the same id
     */
    private static Listing of(List<String> paths, List<String> endings, Configuration conf) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<Path> roots = new ArrayList<>();
        Reach reach = new Reach();
        for (String path : paths) {
            int before = entries.size();
            try {
                list(path, endings, conf, entries, roots, reach);
            } catch (IOException failed) {
                throw Refused.of(KEY, path, failed);
            }
            if (entries.size() == before) {
                String kind = endings.contains("") ? "no files" : "no files called " + String.join(", ", endings);
                throw new InputException(
                        KEY,
                        path + " holds " + kind
                                + " (names that start with _ or . do not count); give a folder with images");
            }
        }
        entries.sort(Comparator.comparing(Entry::id));
        for (int i = 1; i < entries.size(); i++) {
            Entry a = entries.get(i - 1);
            Entry b = entries.get(i);
            if (a.id().equals(b.id())) {
                throw new InputException(KEY, equalIds(a, b));
            }
        }
        return new Listing(entries, roots, reach, entries.size(), List.of(), List.of());
    }

    private static String equalIds(Entry a, Entry b) {
        if (!a.root().equals(b.root())) {
            return a.id() + " is below both " + a.root() + " and " + b.root()
                    + ", and ids must differ; give the folder above them instead";
        }
        if (Paths.isGarbled(a.id())) {
            return "two files in " + a.root() + " are called " + a.id()
                    + ", for their names are not UTF-8 and cannot be told apart; rename them";
        }
        return a.id() + " in " + a.root() + " is given twice; give each path once";
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

    /** How many files were found, chosen or not. */
    public long files() {
        return files;
    }

    /** What images bring along from their source, in the order of {@code data/}. */
    public List<SourceColumn> columns() {
        return columns;
    }

    /** Columns of the source that {@code data/} cannot hold, with their types. */
    public List<String> leftOut() {
        return leftOut;
    }

    /** What there is to read, sorted by id. */
    public List<Entry> entries() {
        return entries;
    }

    /** What is read, and so must not be written to. */
    public Reach reach() {
        return reach;
    }

    /** The folders that ids are relative to. */
    public List<Path> roots() {
        return roots;
    }

    private static void list(
            String written,
            List<String> endings,
            Configuration conf,
            List<Entry> entries,
            List<Path> roots,
            Reach reach)
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
            reach.holders().add(path.getParent());
            entries.add(Entry.ofImage(path.getParent(), path.getName(), status.getLen()));
            return;
        }
        if (status != null) {
            roots.add(path);
            reach.folders().add(path);
            walk(fs, path, path, endings, entries);
            return;
        }
        String parent = Paths.beforeGlob(written);
        FileStatus[] matches = parent == null ? null : matches(fs, path, written);
        if (matches == null || matches.length == 0) {
            throw new InputException(
                    KEY,
                    written + (parent == null ? " is not there" : " matches nothing")
                            + "; give a folder, a file or a glob that exists (relative paths start at "
                            + fs.getWorkingDirectory() + ")");
        }
        Path root = fs.makeQualified(Paths.of(parent));
        roots.add(root);
        reach.globs().add(path);
        for (FileStatus match : matches) {
            if (match.isDirectory()) {
                reach.folders().add(match.getPath());
                walk(fs, root, match.getPath(), endings, entries);
            } else if (!isHidden(match.getPath().getName())
                    && hasEnding(match.getPath().getName(), endings)) {
                reach.holders().add(match.getPath().getParent());
                entries.add(Entry.ofImage(root, Paths.relative(root, match.getPath()), match.getLen()));
            }
        }
    }

    private static FileStatus[] matches(FileSystem fs, Path glob, String written) throws IOException {
        try {
            return fs.globStatus(glob);
        } catch (IOException failed) {
            String message = String.valueOf(failed.getMessage());
            if (message.startsWith("Illegal file pattern")) { // what a pattern's exception becomes
                throw new InputException(KEY, written + " is no glob: " + message);
            }
            throw failed;
        } catch (IllegalArgumentException colon) {
            throw new InputException(
                    KEY,
                    written
                            + " cannot be matched, for a name there holds a colon, which Hadoop's globs cannot take; give"
                            + " the folder, and the pattern as input.include (" + colon.getMessage() + ")");
        }
    }

    private static void walk(FileSystem fs, Path root, Path folder, List<String> endings, List<Entry> entries)
            throws IOException {
        if (fs instanceof LocalFiles local) {
            walkLocal(local.pathToFile(folder).toPath(), root, folder, endings, entries);
            return;
        }
        Deque<Path> open = new ArrayDeque<>();
        open.push(folder);
        while (!open.isEmpty()) {
            RemoteIterator<FileStatus> children = fs.listStatusIterator(open.pop());
            while (children.hasNext()) {
                FileStatus child = children.next();
                String name = child.getPath().getName();
                if (isHidden(name)) {
                    continue;
                }
                if (child.isDirectory()) {
                    open.push(child.getPath());
                } else if (hasEnding(name, endings)) {
                    entries.add(Entry.ofImage(root, Paths.relative(root, child.getPath()), child.getLen()));
                }
            }
        }
    }

    /** The same without Hadoop, which asks the system three times for a file and makes three paths of its name. */
    private static void walkLocal(
            java.nio.file.Path start, Path root, Path folder, List<String> endings, List<Entry> entries)
            throws IOException {
        record Folder(java.nio.file.Path path, String prefix, List<java.nio.file.Path> linkedFrom) {}
        Deque<Folder> open = new ArrayDeque<>();
        open.push(new Folder(start, folder.equals(root) ? "" : Paths.relative(root, folder) + "/", List.of()));
        while (!open.isEmpty()) {
            Folder at = open.pop();
            List<java.nio.file.Path> linkedFrom = at.linkedFrom;
            if (!at.prefix.isEmpty() && Files.isSymbolicLink(at.path)) {
                linkedFrom = new ArrayList<>(linkedFrom);
                linkedFrom.add(at.path.getParent().toRealPath());
                java.nio.file.Path target = at.path.toRealPath();
                if (linkedFrom.stream().anyMatch(holder -> holder.startsWith(target))) {
                    continue; // to a folder that holds the link, and so to all of this again
                }
            }
            try (DirectoryStream<java.nio.file.Path> children = Files.newDirectoryStream(at.path)) {
                for (java.nio.file.Path child : children) {
                    String name = child.getFileName().toString();
                    BasicFileAttributes file = isHidden(name) ? null : attributesOrNull(child);
                    if (file == null) {
                        continue;
                    }
                    if (file.isDirectory()) {
                        open.push(new Folder(child, at.prefix + name + "/", linkedFrom));
                    } else if (hasEnding(name, endings)) {
                        entries.add(Entry.ofImage(root, at.prefix + name, file.size()));
                    }
                }
            } catch (AccessDeniedException denied) {
                throw new InputException(
                        KEY, denied.getFile() + " may not be read; grant reading it, or name other paths");
            } catch (DirectoryIteratorException failed) {
                throw failed.getCause();
            }
        }
    }

    /** Null for a link to nothing or itself, and a file that went meanwhile. */
    private static BasicFileAttributes attributesOrNull(java.nio.file.Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (AccessDeniedException denied) {
            throw denied;
        } catch (FileSystemException unusable) {
            if (unusable instanceof NoSuchFileException || Files.isSymbolicLink(path)) {
                return null;
            }
            throw unusable;
        }
    }

    private static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }

    /** True where a file of that id is one image, whose id is the file's. */
    public static boolean isImage(Plan.Input input, String id) {
        return input.format() == Plan.Format.IMAGES || (input.format() == Plan.Format.NPY && !NpzItems.isNpz(id));
    }

    private static boolean hasEnding(String name, List<String> endings) {
        String lower = name.toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(lower::endsWith);
    }

    private static FileStatus statusOrNull(FileSystem fs, Path path) throws IOException {
        try {
            return fs.getFileStatus(path);
        } catch (FileNotFoundException absent) {
            return null;
        }
    }
}
