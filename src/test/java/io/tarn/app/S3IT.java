package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.spark.OutputFolder;
import io.tarn.spark.source.InputException;
import io.tarn.spark.source.Listing;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Input and output on S3, behind a proxy that answers some requests with 503 and drops the connection of others, with
 * the driver killed between two shards.
 */
class S3IT {
    private static final String BUCKET = "s3a://" + S3.BUCKET;

    @TempDir
    Path folder;

    @Test
    void requestsFailAndTheDriverIsKilled() throws Exception {
        try (S3 s3 = S3.start(folder.resolve("s3"));
                FaultyProxy proxy = new FaultyProxy(s3.port());
                FileSystem files = open(s3.port())) {
            StorageRuns runs = StorageRuns.prepare(folder, files, BUCKET + "/set", settings(proxy.port()));
            proxy.beginFaults();
            Process killed = runs.begin("killed");
            runs.await(killed, "killed", "_lock");
            runs.secondIsRefused(killed);
            runs.await(killed, "killed", "_shards/00001.json");
            killed.descendants().forEach(ProcessHandle::destroyForcibly);
            killed.destroyForcibly().waitFor();
            assertThat(runs.exists("data/_SUCCESS")).isFalse();
            FileStatus[] before = runs.data();
            beginUpload(files, "/set/out/data/of-a-lost-task.parquet");

            Process run = runs.begin("run", "--resume");
            runs.finish(run, "run", "S3: driver killed, 503s, dropped connections");

            assertThat(runs.data()).contains(committed(before));
            assertThat(proxy.refused()).isPositive();
            assertThat(proxy.dropped()).isPositive();
            assertThat(proxy.heads())
                    .noneMatch(head -> head.toLowerCase(Locale.ROOT).contains("x-amz-copy-source"))
                    .anyMatch(head -> head.matches("(?s)PUT /bucket/set/out/data/part-\\S+partNumber=.*"))
                    .anyMatch(head -> head.startsWith("PUT /bucket/set/out/_lock ")
                            && head.toLowerCase(Locale.ROOT).contains("if-none-match: *"));
            assertThat(s3.unfinishedUploads()).isEmpty();
            runs.nothingIsLeft();
        }
    }

    /** The server completes an upload, and the connection ends before it says so. */
    @Test
    void theAnswerToACompletionIsLost() throws Exception {
        try (S3 s3 = S3.start(folder.resolve("s3"));
                FaultyProxy proxy = new FaultyProxy(s3.port());
                FileSystem files = open(s3.port())) {
            StorageRuns runs = StorageRuns.prepare(folder, files, BUCKET + "/set", settings(proxy.port()));
            Process run = runs.begin("run");
            runs.await(run, "run", "_shards/00000.json");
            proxy.loseNextCompletion();

            runs.finish(run, "run", "S3: answer to a completed upload lost");
            assertThat(proxy.lostCompletion()).isTrue();
            assertThat(s3.unfinishedUploads()).isEmpty();
            runs.nothingIsLeft();
        }
    }

    @Test
    void whatS3RefusesIsToldInOneLine() throws Exception {
        try (S3 s3 = S3.start(folder.resolve("s3"))) {
            Configuration conf = new Configuration();
            settings(s3.port()).forEach(conf::set);
            conf.setBoolean("fs.s3a.impl.disable.cache", true);
            assertThatThrownBy(() -> Listing.of(List.of("s3a://no-such-bucket/photos"), conf))
                    .isInstanceOf(InputException.class)
                    .hasMessage("s3a://no-such-bucket/photos is in a bucket that does not exist; give one that does");
            OutputFolder.of(BUCKET, conf).requireFolder();

            conf.set("fs.s3a.secret.key", "a wrong one");
            assertThatThrownBy(() -> OutputFolder.of(BUCKET + "/out", conf).requireFolder())
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(BUCKET + "/out is forbidden; check rights and credentials (")
                    .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\n"));
        }
    }

    /** Files of the first two shards. */
    private static FileStatus[] committed(FileStatus[] files) {
        return Arrays.stream(files)
                .filter(file -> file.getPath().getName().matches(".*s0000[01]-.*"))
                .toArray(FileStatus[]::new);
    }

    private static void beginUpload(FileSystem files, String name) throws Exception {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(BUCKET + name);
        files.createMultipartUploader(path).build().startUpload(path).get();
    }

    private static FileSystem open(int port) throws Exception {
        Configuration conf = new Configuration();
        settings(port).forEach(conf::set);
        return FileSystem.newInstance(URI.create(BUCKET), conf);
    }

    private static Map<String, String> settings(int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + port);
        settings.put("fs.s3a.endpoint.region", "us-east-1");
        settings.put("fs.s3a.path.style.access", "true");
        settings.put("fs.s3a.access.key", S3.KEY);
        settings.put("fs.s3a.secret.key", S3.SECRET);
        return settings;
    }
}
