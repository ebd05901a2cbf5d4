package io.tarn.spark.source;

import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Paths as people write them: any character may stand in a file name, {@code :}, {@code %} and {@code #} too. */
public final class Paths {
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/.*");
    private static final String GLOB_CHARACTERS = "*?[{";

    private Paths() {}

    /** Whether a path names its file system, as {@code hdfs:/x} does. */
    public static boolean hasScheme(String written) {
        return SCHEME.matcher(written).matches();
    }

    public static Path of(String written) {
        if (!hasScheme(written)) {
            return new Path(null, null, written);
        }
        Path path = new Path(written);
        URI uri = path.toUri();
        return uri.getPath().isEmpty() ? new Path(uri.getScheme(), uri.getAuthority(), "/") : path;
    }

    /** The file system of a path; local files as {@link LocalFiles}. */
    public static FileSystem fileSystem(Path path, Configuration conf) throws IOException {
        FileSystem fs;
        try {
            fs = path.getFileSystem(conf);
        } catch (IOException refused) {
            if (String.valueOf(refused.getMessage()).startsWith("Incomplete HDFS URI")) {
                throw new IOException(
                        "it names no host, and neither does fs.defaultFS; write hdfs://HOST/PATH, or set HADOOP_CONF_DIR"
                                + " to the folder of the cluster's core-site.xml",
                        refused);
            }
            throw refused;
        } catch (RuntimeException wrapped) {
            if (wrapped.getCause() instanceof ClassNotFoundException missing) {
                throw new IOException(
                        missing.getMessage() + "; put its jar on the class path, as the README's part on S3 says",
                        missing);
            }
            throw wrapped;
        }
        FileSystem unchecked = fs instanceof LocalFileSystem local ? local.getRawFileSystem() : fs;
        return unchecked.getClass() == RawLocalFileSystem.class ? LocalFiles.of(unchecked) : unchecked;
    }

    /** Whether Java could not make text of a file's name, and so does not find the file by it. */
    static boolean isGarbled(String name) {
        return name.indexOf('\uFFFD') >= 0;
    }

    /** A path below a folder; {@code below} is not parsed. */
    static Path below(Path folder, String below) {
        String parent = folder.toUri().getPath();
        String joined = parent.endsWith("/") ? parent + below : parent + "/" + below;
        return new Path(folder.toUri().getScheme(), folder.toUri().getAuthority(), joined);
    }

    /** What of {@code path} stands below {@code folder}, {@code /}-separated and not URL-encoded. */
    static String relative(Path folder, Path path) {
        String parent = folder.toUri().getPath();
        String whole = path.toUri().getPath();
        String prefix = parent.endsWith("/") ? parent : parent + "/";
        if (!whole.startsWith(prefix)) {
            throw new IllegalArgumentException(path + " is not below " + folder);
        }
        return whole.substring(prefix.length());
    }

    /** The folder before the first glob character, or null where there is no such character. */
    static String beforeGlob(String written) {
        int first = -1;
        for (int i = 0; i < written.length() && first < 0; i++) {
            if (GLOB_CHARACTERS.indexOf(written.charAt(i)) >= 0) {
                first = i;
            }
        }
        if (first < 0) {
            return null;
        }
        int slash = written.lastIndexOf('/', first);
        return slash < 0 ? "." : slash == 0 ? "/" : written.substring(0, slash);
    }
}
