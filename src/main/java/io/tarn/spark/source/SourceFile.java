package io.tarn.spark.source;

import io.tarn.pipeline.EncodedImage;
import io.tarn.plan.Plan;
import io.tarn.spark.source.Listing.Entry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/** One file of any Hadoop file system, for itself. */
public final class SourceFile {
    private SourceFile() {}

    /**
     * Reads it; its id is its name.
     *
     * @throws InputException if it is not there, a folder, or may not be read
     */
    public static EncodedImage read(String written, Configuration conf) throws IOException {
        Path path = Paths.of(written);
        return new EncodedImage(path.getName(), bytes(path, Long.MAX_VALUE, conf));
    }

    /**
     * What an input's format finds in a file: of one that holds several images the first that can be read, whatever is
     * selected.
     *
     * @throws InputException if the file is not there, a folder, may not be read, or is none of that format
     */
    public static Item first(Plan.Input input, String written, Configuration conf) throws IOException {
        Path path = Paths.of(written);
        if (Listing.isImage(input, path.getName())) {
            EncodedImage image = read(written, conf);
            return Item.of(image, image.length());
        }
        Entry file = entry(path, conf);
        Contents contents = Contents.of(input, List.of(file), conf);
        try (ItemReader reader = ItemReader.of(input.whole(), new FileGroup(contents.entries()), conf)) {
            Item first = reader.next();
            for (Item item = first; item != null; item = reader.next()) {
                if (item.image() != null) {
                    return Item.of(copy(item.image()), item.readBytes());
                }
            }
            if (first == null) {
                throw new InputException("path", path + " holds no image; give a file that does");
            }
            return first;
        }
    }

    private static Entry entry(Path path, Configuration conf) throws IOException {
        FileSystem fs = Paths.fileSystem(path, conf);
        try (FSDataInputStream readable = Storage.open(fs, path)) {
            Path whole = fs.makeQualified(path);
            return Entry.ofImage(
                    whole.getParent(), whole.getName(), fs.getFileStatus(whole).getLen());
        } catch (FileNotFoundException missing) {
            throw notThere(path, conf);
        } catch (AccessControlException denied) {
            throw denied(path);
        }
    }

    /** Which stays when the reader goes on. */
    private static EncodedImage copy(EncodedImage image) {
        if (image.opened() != null) {
            return new EncodedImage(
                    image.id(),
                    new byte[0],
                    image.length(),
                    image.columns(),
                    image.opened().copy());
        }
        byte[] bytes = Arrays.copyOf(image.bytes(), image.length());
        return new EncodedImage(image.id(), bytes, bytes.length, image.columns());
    }

    /**
     * The bytes of the file with that id below a folder, or null where there are more than so many.
     *
     * @throws InputException if it is not there, a folder, may not be read, or is not below: ids from within archives and
     *     from columns may say anything
     */
    public static byte[] readBelow(String folder, String id, long most, Configuration conf) throws IOException {
        if (List.of(id.split("/")).contains("..")) {
            throw new InputException("path", id + " is not below " + folder + "; give a file that is");
        }
        try {
            return bytes(Paths.below(Paths.of(folder), id), most, conf);
        } catch (IllegalArgumentException noName) {
            throw new InputException(
                    "path",
                    id + " is no name that a file below " + folder + " can have (" + noName.getMessage()
                            + "); give a file that is there");
        }
    }

    private static byte[] bytes(Path path, long most, Configuration conf) throws IOException {
        FileBytes reader = new FileBytes(conf);
        try {
            if (Paths.fileSystem(path, conf).getFileStatus(path).getLen() > most) {
                return null;
            }
            int length = Tries.of(() -> reader.read(path, 0));
            return Arrays.copyOf(reader.buffer(), length);
        } catch (FileNotFoundException missing) {
            throw notThere(path, conf);
        } catch (AccessControlException denied) {
            throw denied(path);
        }
    }

    private static InputException notThere(Path path, Configuration conf) throws IOException {
        String why = isFolder(path, conf) ? " is a folder; give a file" : " is not there; give a file that exists";
        return new InputException("path", path + why);
    }

    private static InputException denied(Path path) {
        return new InputException("path", path + " may not be read; grant reading it, or give another file");
    }

    private static boolean isFolder(Path path, Configuration conf) throws IOException {
        try {
            return Paths.fileSystem(path, conf).getFileStatus(path).isDirectory();
        } catch (FileNotFoundException absent) {
            return false;
        }
    }
}
