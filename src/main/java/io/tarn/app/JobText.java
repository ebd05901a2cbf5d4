package io.tarn.app;

import io.tarn.plan.JobException;
import io.tarn.plan.JobFile;
import io.tarn.plan.Place;
import io.tarn.spark.source.Paths;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Reads a job file from wherever the driver runs. It is a URI of any Hadoop file system, a file of the driver's machine,
 * or else the name of one of the files that {@code spark-submit --files} was given: YARN and Kubernetes put these into the
 * driver's working folder, a standalone cluster leaves them where they are.
 */
final class JobText {
    private JobText() {}

    /**
     * The bytes of a job file, not all of them where it is too large to be one.
     *
     * @throws JobException if it cannot be read
     */
    static byte[] read(String written) {
        SparkConf conf = new SparkConf();
        if (Paths.hasScheme(written)) {
            return read(written, Paths.of(written), conf);
        }
        java.nio.file.Path local = java.nio.file.Path.of(written);
        if (Files.exists(local)) {
            return JobFile.bytes(local);
        }
        for (String file : conf.get("spark.files", "").split(",")) {
            if (!file.isBlank()) {
                URI uri = URI.create(file.strip());
                Path path = new Path(uri.getScheme(), uri.getAuthority(), uri.getPath());
                if (written.equals(uri.getFragment() == null ? path.getName() : uri.getFragment())) {
                    return read(written, path, conf);
                }
            }
        }
        if (conf.get("spark.submit.deployMode", "client").equals("cluster")) {
            throw new JobException(
                    "there is no such job file where the driver runs; ship it with --files, or give its URI",
                    Place.whole(written));
        }
        return JobFile.bytes(local);
    }

    private static byte[] read(String written, Path path, SparkConf conf) {
        try (InputStream in = Paths.fileSystem(path, SparkHadoopUtil.get().newConfiguration(conf))
                .open(path)) {
            return in.readNBytes(JobFile.MAX_BYTES + 1);
        } catch (FileNotFoundException e) {
            throw new JobException("there is no such job file", Place.whole(written));
        } catch (IOException | IllegalArgumentException e) {
            String reason = e.toString().lines().findFirst().orElseThrow();
            throw new JobException("the job file cannot be read: " + reason, Place.whole(written));
        }
    }
}
