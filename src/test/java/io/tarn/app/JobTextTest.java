package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.plan.JobException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTextTest {
    @TempDir
    Path folder;

    private Path job;

    @BeforeEach
    void write() throws IOException {
        job = Files.writeString(folder.resolve("my job.yaml"), "name: mine");
    }

    @AfterEach
    void clear() {
        System.clearProperty("spark.files");
        System.clearProperty("spark.submit.deployMode");
    }

    @Test
    void localFilesAndFilesOfAnyHadoopFileSystem() {
        assertThat(text(job.toString())).isEqualTo("name: mine");
        assertThat(text("file:" + job)).isEqualTo("name: mine");
        assertThat(text("file://" + job)).isEqualTo("name: mine");
    }

    @Test
    void namesOfFilesThatWereShipped() {
        System.setProperty("spark.files", "file:/elsewhere/other.yaml," + job.toUri());
        assertThat(text("my job.yaml")).isEqualTo("name: mine");

        System.setProperty("spark.files", job.toUri() + "#renamed.yaml");
        assertThat(text("renamed.yaml")).isEqualTo("name: mine");
        assertThatThrownBy(() -> text("my job.yaml")).hasMessage("there is no such job file (my job.yaml)");
    }

    @Test
    void whatCannotBeReadIsOneLine() {
        assertThatThrownBy(() -> text("file:/nowhere/x.yaml"))
                .isInstanceOf(JobException.class)
                .hasMessage("there is no such job file (file:/nowhere/x.yaml)");
        assertThatThrownBy(() -> text("nofs://host/x.yaml"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("the job file cannot be read: ")
                .hasMessageContaining("No FileSystem for scheme \"nofs\"")
                .hasMessageEndingWith(" (nofs://host/x.yaml)");
    }

    @Test
    void onAClusterTheRemedyIsToShipIt() {
        System.setProperty("spark.submit.deployMode", "cluster");
        assertThatThrownBy(() -> text("x.yaml"))
                .isInstanceOf(JobException.class)
                .hasMessage("there is no such job file where the driver runs; ship it with --files, or give its URI"
                        + " (x.yaml)");
    }

    private static String text(String written) {
        return new String(JobText.read(written), StandardCharsets.UTF_8);
    }
}
