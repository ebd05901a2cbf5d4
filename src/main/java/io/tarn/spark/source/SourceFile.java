package io.tarn.spark.source;

import io.tarn.pipeline.EncodedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/** One file of any Hadoop file system, read whole. */
public final class SourceFile {
    private SourceFile() {}

    /**
     * Reads it; its id is its name.
     *
     * @throws InputException if it is not there, a folder, or may not be read
     */
    public static EncodedImage read(String written, Configuration conf) throws IOException {
        Path path = Paths.of(written);
        return new EncodedImage(path.getName(), bytes(path, conf));
    }

    /**
     * The bytes of the file with that id below a folder.
     *
     * @throws InputException if it is not there, a folder, may not be read, or is not below: ids from within archives may
     *     say anything
     */
    public static byte[] readBelow(String folder, String id, Configuration conf) throws IOException {
        if (List.of(id.split("/")).contains("..")) {
            throw new InputException("path", id + " is not below " + folder + "; give a file that is");
        }
        return bytes(Paths.below(Paths.of(folder), id), conf);
    }

    private static byte[] bytes(Path path, Configuration conf) throws IOException {
        FileBytes reader = new FileBytes(conf);
        try {
            int length = Tries.of(() -> reader.read(path, 0));
            return Arrays.copyOf(reader.buffer(), length);
        } catch (FileNotFoundException missing) {
            String why = isFolder(path, conf) ? " is a folder; give a file" : " is not there; give a file that exists";
            throw new InputException("path", path + why);
        } catch (AccessControlException denied) {
            throw new InputException("path", path + " may not be read; grant reading it, or give another file");
        }
    }

    private static boolean isFolder(Path path, Configuration conf) throws IOException {
        try {
            return Paths.fileSystem(path, conf).getFileStatus(path).isDirectory();
        } catch (FileNotFoundException absent) {
            return false;
        }
    }
}
