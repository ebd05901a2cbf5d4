package io.tarn.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class PathsTest {
    @Test
    void aFileSystemWithoutItsJarIsNamed() {
        Configuration conf = new Configuration();
        conf.set("fs.lake.impl", "org.example.LakeFileSystem");

        assertThatThrownBy(() -> Listing.of(List.of("lake://photos/all"), conf))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("lake://photos/all cannot be opened: ")
                .hasMessageContaining("Class org.example.LakeFileSystem not found; put its jar on the class path");
    }

    @Test
    void theRootOfAStoreNeedsNoSlash() {
        assertThat(Paths.of("s3a://bucket")).isEqualTo(new Path("s3a://bucket/"));
    }
}
