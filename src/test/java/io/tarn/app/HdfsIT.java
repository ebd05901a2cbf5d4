package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input and output on HDFS, of whose two data nodes one is killed while the run is at work. */
class HdfsIT {
    @TempDir
    Path folder;

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
}
