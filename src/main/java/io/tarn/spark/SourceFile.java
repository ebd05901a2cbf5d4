package io.tarn.spark;

import io.tarn.pipeline.EncodedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** One file of any Hadoop file system, read whole. */
public final class SourceFile {
    private SourceFile() {}

    /**
     * Reads it; its id is its name.
     *
     * @throws InputException if it is not there
     */
    public static EncodedImage read(String written, Configuration conf) throws IOException {
        Path path = Paths.of(written);
        FileReader reader = new FileReader(conf);
        try {
            int length = reader.read(path, 0);
            return new EncodedImage(path.getName(), reader.buffer(), length, Map.of());
        } catch (FileNotFoundException missing) {
            throw new InputException("IMAGE", written + " is not there; give a file that exists");
        }
    }
}
