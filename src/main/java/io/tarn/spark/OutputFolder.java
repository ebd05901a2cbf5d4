package io.tarn.spark;

import io.tarn.spark.source.InputException;
import io.tarn.spark.source.Listing;
import io.tarn.spark.source.Paths;
import io.tarn.spark.source.Refused;
import io.tarn.spark.source.Tries;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobPattern;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** The folder of a run's results, and the names in it that are tarn's. */
public final class OutputFolder {
    static final String DATA = "data";
    static final String ERRORS = "errors";
    static final String STAGES = "stats/stages";
    static final String TASKS = "stats/tasks";
    static final String EXECUTORS = "stats/executors";
    static final String STEPS = "stats/steps";
    static final String SLOWEST = "stats/slowest";
    static final String JOB = "job.json";
    public static final String REPORT = "report.html";

    static final String SHARDS = "_shards";

    /** What is written is named so until it is whole. */
    private static final String BESIDE = ".new";

    /** The account comes last: a folder half cleared is still known as tarn's. */
    private static final List<String> OURS = List.of(DATA, ERRORS, "stats", REPORT, SHARDS, "_temporary", JOB);

    private static final String KEY = "output.path";

    private final String written;
    private final Path path;
    private final FileSystem fs;

    private OutputFolder(String written, Path path, FileSystem fs) {
        this.written = written;
        this.path = path;
        this.fs = fs;
    }

    /**
     * @throws InputException if no file system has such a path
     */
    public static OutputFolder of(String written, Configuration conf) {
        try {
            Path path = Paths.of(written);
            FileSystem fs = Paths.fileSystem(path, conf);
            return new OutputFolder(written.replaceFirst("(?<=[^/:])/+$", ""), fs.makeQualified(path), fs);
        } catch (IOException | IllegalArgumentException unusable) {
            throw new InputException(KEY, written + " cannot be opened: " + unusable.getMessage());
        }
    }

    public Path path() {
        return path;
    }

    Configuration conf() {
        return fs.getConf();
    }

    Path path(String name) {
        return new Path(path, name);
    }

    /**
     * @throws InputException if a file stands in the way
     */
    public void requireFolder() throws IOException {
        boolean file;
        try {
            file = fs.exists(path) && !fs.getFileStatus(path).isDirectory();
        } catch (IOException failed) {
            throw Refused.of(KEY, shown(), failed);
        }
        if (file) {
            throw new InputException(KEY, shown() + " is a file; give a folder");
        }
    }

    /**
     * @throws InputException if a run's results are there already
     */
    public void requireFree() throws IOException {
        List<String> found = found();
        if (!found.isEmpty()) {
            throw new InputException(
                    KEY,
                    shown() + " already holds " + String.join(", ", found)
                            + "; give another folder, or --overwrite to replace them, or --resume to go on from there");
        }
    }

    /**
     * @throws InputException if what is there was not written by tarn, so that {@link #clear} would destroy it
     */
    public void requireOurs() throws IOException {
        List<String> found = found();
        if (!found.isEmpty() && !found.contains(JOB)) {
            throw new InputException(
                    KEY,
                    shown() + " holds " + String.join(", ", found)
                            + " but no job.json, so tarn did not write it and will not overwrite it; give another folder");
        }
    }

    /**
     * @throws InputException if the output lies within what is read, or would replace some of it
     */
    public void requireApart(Listing input) {
        Listing.Reach reach = input.reach();
        for (Path read : reach.folders()) {
            if (isWithin(path, read) || isWithin(withoutLinks(path), withoutLinks(read))) {
                throw new InputException(
                        KEY, shown() + " lies within the input " + read + "; give a folder outside of it");
            }
            requireNotOurs(read);
        }
        reach.holders().forEach(this::requireNotOurs);
        reach.globs().forEach(this::requireUnmatched);
    }

    private void requireNotOurs(Path read) {
        for (String name : OURS) {
            if (isWithin(read, path(name)) || isWithin(withoutLinks(read), withoutLinks(path(name)))) {
                throw new InputException(
                        KEY, read + " is read from where " + path(name) + " would be written; give another folder");
            }
        }
    }

    /** What a glob matches once it is written would be input of the same run resumed. */
    private void requireUnmatched(Path glob) {
        List<Path> written = new ArrayList<>();
        for (Path at = path; at != null; at = at.getParent()) {
            written.add(at);
        }
        OURS.forEach(name -> written.add(path(name)));
        if (written.stream().anyMatch(each -> matches(glob, each))) {
            throw new InputException(
                    KEY, shown() + " would itself be matched by the input " + glob + "; give a folder outside of it");
        }
    }

    /** As Hadoop finds files: no wildcard stands for a slash, though one of {@link GlobPattern} does. */
    private static boolean matches(Path glob, Path path) {
        try {
            for (String each : GlobExpander.expand(glob.toString())) {
                if (new Path(each).depth() == path.depth() && new GlobPattern(each).matches(path.toString())) {
                    return true;
                }
            }
            return false;
        } catch (IOException malformed) { // which the listing would have refused
            throw new UncheckedIOException(malformed);
        }
    }

    /** Removes what an earlier run wrote, and nothing else. */
    void clear() throws IOException {
        clearInFlight();
        for (String name : found()) {
            fs.delete(path(name), true);
        }
    }

    /**
     * @throws InputException if no run has written here
     */
    public void requireRun() throws IOException {
        if (!holdsRun()) {
            throw new InputException(KEY, shown() + " holds no job.json; give the output folder of a run");
        }
    }

    /** True where a run wrote its job.json, whether it ended or not. */
    public boolean holdsRun() throws IOException {
        return fs.exists(path(JOB));
    }

    public boolean holdsReport() throws IOException {
        return fs.exists(path(REPORT));
    }

    public void writeText(String name, String text) throws IOException {
        write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** What goes into a file. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, or one in place of another. Who is killed meanwhile, or finds the disk full, leaves what was there
     * before: the new one is written beside it and renamed, or put there by the store in one piece.
     */
    void write(String name, Content content) throws IOException {
        if (fs instanceof RawLocalFileSystem local) { // whose own streams throw Errors where the disk is full
            java.nio.file.Path file = local.pathToFile(path(name)).toPath();
            java.nio.file.Path beside = local.pathToFile(path(name + BESIDE)).toPath();
            fs.mkdirs(path(name).getParent());
            try {
                try (OutputStream out = Files.newOutputStream(beside)) {
                    content.writeTo(out);
                }
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside); // of a disk that was full
            }
            return;
        }
        if (fs instanceof DistributedFileSystem hdfs) {
            Path beside = path(name + BESIDE);
            try {
                create(beside, content);
                hdfs.rename(beside, path(name), Options.Rename.OVERWRITE);
            } catch (IOException full) {
                try {
                    hdfs.delete(beside, false);
                } catch (IOException away) {
                    full.addSuppressed(away);
                }
                throw full;
            }
            return;
        }
        create(path(name), content);
    }

    private void create(Path file, Content content) throws IOException {
        try (OutputStream out = fs.create(file, true)) {
            content.writeTo(out);
        } catch (IllegalArgumentException twice) { // HDFS throws the same again when it is closed, which Java refuses
            if (twice.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw twice;
        }
    }

    String readText(String name) throws IOException {
        return Tries.of(() -> {
            try (InputStream in = open(name)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    InputStream open(String name) throws IOException {
        return fs.open(path(name));
    }

    boolean exists(String name) throws IOException {
        return fs.exists(path(name));
    }

    /** True where the folder itself is there. */
    boolean exists() throws IOException {
        return fs.exists(path);
    }

    long modifiedMillis(String name) throws IOException {
        return fs.getFileStatus(path(name)).getModificationTime();
    }

    /**
     * Writes a file that must not be there yet, which at most one of several processes manages.
     *
     * @throws FileAlreadyExistsException if it is
     * @throws AccessDeniedException if nothing may be written there
     */
    void createNew(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (fs instanceof RawLocalFileSystem local) { // whose own create looks first and writes then
            if (!fs.mkdirs(path) || !Files.isWritable(local.pathToFile(path).toPath())) {
                throw new AccessDeniedException(path.toString());
            }
            OutputStream made;
            try {
                made = Files.newOutputStream(
                        local.pathToFile(path(name)).toPath(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (java.nio.file.FileAlreadyExistsException there) {
                throw new FileAlreadyExistsException(there.getMessage());
            }
            writeWhole(name, made, bytes);
            return;
        }
        if (exists(name)) { // a store that knows no conditions would overwrite it
            throw new FileAlreadyExistsException(path(name) + " is there");
        }
        FSDataOutputStreamBuilder<?, ?> file = fs.createFile(path(name));
        file.overwrite(false).recursive();
        file.opt("fs.option.create.conditional.overwrite", true); // S3 itself decides, when the file is closed
        OutputStream made = file.build();
        if (fs instanceof DistributedFileSystem) {
            writeWhole(name, made, bytes);
            return;
        }
        try (made) { // what is there if a store refuses may be another's
            made.write(bytes);
        }
    }

    /** Writes a file that was just made, or removes it again. */
    private void writeWhole(String name, OutputStream made, byte[] bytes) throws IOException {
        try (made) {
            made.write(bytes);
        } catch (IOException full) {
            delete(name);
            throw full;
        }
    }

    /**
     * Of local files, which executors on other machines may have written to disks of their own.
     *
     * @throws IOException if one is not on the driver's
     */
    void requireHere(List<String> written) throws IOException {
        if (!(fs instanceof RawLocalFileSystem)) {
            return;
        }
        for (String name : written) {
            if (!exists(name)) {
                throw new IOException(shown() + " lacks " + name + ", which an executor wrote: a local path is another"
                        + " folder on each machine; give an output that driver and executors share, such as hdfs://,"
                        + " s3a:// or a mounted folder");
            }
        }
    }

    void delete(String name) throws IOException {
        fs.delete(path(name), true);
    }

    void deleteIfEmpty() throws IOException {
        if (exists() && fs.listStatus(path).length == 0) { // on S3 an empty folder may have gone by itself
            fs.delete(path, false);
        }
    }

    /** Removes what lies in {@code data/} and {@code errors/} but was not written by these jobs, and what is in flight. */
    void keepOnly(Collection<String> dataJobs, Collection<String> errorJobs) throws IOException {
        clearInFlight();
        keepOnly(DATA, dataJobs);
        keepOnly(ERRORS, errorJobs);
    }

    private void clearInFlight() throws IOException {
        for (FileStatus child : fs.listStatus(path)) {
            String name = child.getPath().getName();
            if (name.equals("_temporary") || name.startsWith("__magic") || isOursBeside(name)) {
                fs.delete(child.getPath(), true);
            }
        }
    }

    private static boolean isOursBeside(String name) {
        return name.endsWith(BESIDE) && OURS.contains(name.substring(0, name.length() - BESIDE.length()));
    }

    private void keepOnly(String table, Collection<String> jobs) throws IOException {
        if (!exists(table)) {
            return;
        }
        RemoteIterator<LocatedFileStatus> files = fs.listFiles(path(table), true);
        while (files.hasNext()) {
            Path file = files.next().getPath();
            if (file.getName().startsWith("part-") && jobs.stream().noneMatch(file.getName()::contains)) {
                fs.delete(file, false);
            }
        }
    }

    /** Says that the whole dataset is there; the last thing that a run does to {@code data/}. */
    void markComplete() throws IOException {
        fs.create(new Path(path(DATA), "_SUCCESS"), true).close();
    }

    boolean isMarkedComplete() throws IOException {
        return exists(DATA + "/_SUCCESS");
    }

    /** The Parquet files of a table, in folders of column=value too, by name. */
    List<Path> files(String table) throws IOException {
        List<Path> files = new ArrayList<>();
        if (fs.exists(path(table))) {
            RemoteIterator<LocatedFileStatus> all = fs.listFiles(path(table), true);
            while (all.hasNext()) {
                Path file = all.next().getPath();
                if (file.getName().endsWith(".parquet")) {
                    files.add(file);
                }
            }
        }
        files.sort(null);
        return files;
    }

    private List<String> found() throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : OURS) {
            if (fs.exists(path(name))) {
                found.add(name);
            }
        }
        return found;
    }

    /** As the job wrote it. */
    public String shown() {
        return written;
    }

    /** Where a local path really leads, so far as it is there. */
    private static Path withoutLinks(Path path) {
        if (!"file".equals(path.toUri().getScheme())) {
            return path;
        }
        java.nio.file.Path local = java.nio.file.Path.of(path.toUri().getPath());
        for (java.nio.file.Path there = local; there != null; there = there.getParent()) {
            try {
                String real =
                        there.toRealPath().resolve(there.relativize(local)).toString();
                return new Path("file", null, real);
            } catch (IOException notThere) {
                continue;
            }
        }
        return path;
    }

    private static boolean isWithin(Path inner, Path outer) {
        String in = inner.toString();
        String out = outer.toString();
        return in.equals(out) || in.startsWith(out.endsWith("/") ? out : out + "/");
    }
}
