package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.spark.OutputFolder;
import io.tarn.spark.RunLock;
import io.tarn.spark.source.Listing;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input and output on HDFS, of whose two data nodes one is killed while the run is at work. */
class HdfsIT {
    @TempDir
    java.nio.file.Path folder;

    @Test
    void aDataNodeIsKilled() throws Exception {
        try (Hdfs hdfs = Hdfs.start(folder.resolve("hdfs"))) {
            StorageRuns runs = StorageRuns.prepare(
                    folder, hdfs.files(), "", Map.of("fs.defaultFS", hdfs.url(), "dfs.replication", "2"));
            Process run = runs.begin("run");
            runs.await(run, "run", "_lock");
            runs.secondIsRefused(run);
            runs.await(run, "run", "_shards/00000.json");
            assertThat(hdfs.blocks()).isGreaterThan(StorageRuns.IMAGES);
            hdfs.killDataNode();
            assertThat(runs.exists("data/_SUCCESS")).isFalse();

            runs.finish(run, "run", "HDFS: one of two data nodes killed");
            assertThat(runs.out("run")).startsWith("tutorial: " + StorageRuns.IMAGES + " images pooled, 0 failed");
            runs.nothingIsLeft();
        }
    }

    @Test
    void whatIsForbiddenIsTold() throws Exception {
        try (Hdfs hdfs = Hdfs.start(folder.resolve("hdfs"))) {
            Configuration conf = new Configuration();
            DistributedFileSystem files = hdfs.files();
            Path secret = new Path(hdfs.url() + "/secret");
            files.mkdirs(secret, new FsPermission("700"));
            UserGroupInformation stranger = UserGroupInformation.createRemoteUser("stranger");
            for (Path forbidden : List.of(secret, new Path(secret, "below"))) {
                assertThatThrownBy(() -> stranger.doAs((PrivilegedExceptionAction<Listing>)
                                () -> Listing.of(List.of(forbidden.toString()), conf)))
                        .hasMessageContaining(forbidden
                                + " is forbidden; check rights and credentials (Permission denied: user=stranger")
                        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\n"));
            }
        }
    }

    @Test
    void aFullQuotaLeavesNothing() throws Exception {
        try (Hdfs hdfs = Hdfs.start(folder.resolve("hdfs"))) {
            DistributedFileSystem files = hdfs.files();
            Path quota = new Path(hdfs.url() + "/quota");
            files.mkdirs(quota);
            files.setQuota(quota, HdfsConstants.QUOTA_DONT_SET, 1);
            OutputFolder out = OutputFolder.of(quota + "/out", new Configuration());
            assertThatThrownBy(() -> RunLock.take(out)).hasMessageContaining("quota of /quota is exceeded");
            assertThat(files.listStatus(quota)).isEmpty();

            files.setQuota(quota, HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);
            out.writeText("job.json", "first");
            files.setQuota(quota, HdfsConstants.QUOTA_DONT_SET, 1);
            for (int i = 0; i < 2; i++) { // what is written at once, and what is by and by
                String text = "x".repeat(i * 1_000_000);
                assertThatThrownBy(() -> out.writeText("job.json", "second" + text))
                        .hasMessageContaining("quota of /quota is exceeded");
                assertThat(files.listStatus(out.path()))
                        .extracting(file -> file.getPath().getName())
                        .containsExactly("job.json");
            }
        }
    }
}
