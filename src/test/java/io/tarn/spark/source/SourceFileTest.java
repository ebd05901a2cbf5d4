package io.tarn.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the report shows again, whose ids may come from within archives. */
class SourceFileTest {
    @TempDir
    Path folder;

    @Test
    void whatIsBelowTheFolderIsRead() throws Exception {
        Files.createDirectories(folder.resolve("in/a..b"));
        Files.writeString(folder.resolve("in/a..b/c#1.jpg"), "content");

        assertThat(SourceFile.readBelow(folder + "/in", "a..b/c#1.jpg", 1 << 20, new Configuration()))
                .asString()
                .isEqualTo("content");
        assertThat(SourceFile.readBelow(folder + "/in", "a..b/c#1.jpg", 6, new Configuration()))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "a/../../secret", "0.tar/../../secret", ".."})
    void whatIsNotIsRefused(String id) throws Exception {
        Files.createDirectory(folder.resolve("in"));
        Files.writeString(folder.resolve("secret"), "secret");

        assertThatThrownBy(() -> SourceFile.readBelow(folder + "/in", id, 1 << 20, new Configuration()))
                .isInstanceOf(InputException.class)
                .hasMessage(id + " is not below " + folder + "/in; give a file that is");
    }

    @Test
    void anAbsoluteIdStaysBelowTheFolder() throws Exception {
        Files.createDirectory(folder.resolve("in"));
        Path secret = Files.writeString(folder.resolve("secret"), "secret");

        assertThatThrownBy(() -> SourceFile.readBelow(folder + "/in", secret.toString(), 1 << 20, new Configuration()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(" is not there");
    }

    @Test
    void whatCanBeNoNameThereIsNotThere() {
        String folder = "hdfs://localhost:1/in"; // whose client refuses a colon before it asks

        assertThatThrownBy(() -> SourceFile.readBelow(folder, "a:b.jpg", 1 << 20, new Configuration()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a:b.jpg is no name that a file below " + folder + " can have");
    }

    /** A name outside the locale's encoding, which Java's newer half cannot make a path of; nor can it of a NUL. */
    @Test
    void ofWhatJavaCannotNameNothingIsSaid() throws Exception {
        FileSystem local = Paths.fileSystem(Paths.of(folder.toString()), new Configuration());

        assertThatCode(() -> Storage.requireAllowed(local, Paths.of(folder + "/a\0b")))
                .doesNotThrowAnyException();
    }

    @Test
    void aFileThatMayNotBeReadIsSaid() throws Exception {
        Path locked = Files.writeString(folder.resolve("locked"), "secret");
        Files.setPosixFilePermissions(locked, Set.of());
        assumeFalse(Files.isReadable(locked), "this user may read everything");

        assertThatThrownBy(() -> SourceFile.read(locked.toString(), new Configuration()))
                .isInstanceOf(InputException.class)
                .hasMessage(locked + " may not be read; grant reading it, or give another file");
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> SourceFile.read(folder.toString(), new Configuration()))
                .isInstanceOf(InputException.class)
                .hasMessage(folder + " is a folder; give a file");
    }
}
