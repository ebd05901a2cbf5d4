package io.tarn.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFilesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"022", "077", "007"})
    void permissionsAreThoseThatHadoopSets(String umask) throws IOException {
        Configuration conf = new Configuration();
        conf.set("fs.permissions.umask-mode", umask);
        assertThat(madeAndListed(tarns(conf), "ours")).isEqualTo(madeAndListed(hadoops(conf), "hadoops"));
        assertThat(described(hadoops(conf).getFileStatus(at("ours/a"))))
                .isEqualTo(described(hadoops(conf).getFileStatus(at("hadoops/a"))));
    }

    @Test
    void aStickyFolderIsMade() throws IOException {
        FileSystem fs = tarns(new Configuration());
        org.apache.hadoop.fs.Path sticky = at("sticky");
        fs.mkdirs(sticky);
        fs.setPermission(sticky, new FsPermission("1777"));
        assertThat(fs.getFileStatus(sticky).getPermission()).isEqualTo(new FsPermission("1777"));
    }

    @Test
    void permissionsOfNoFileAreRefused() throws IOException {
        FileSystem fs = tarns(new Configuration());
        assertThatThrownBy(() -> fs.setPermission(at("absent"), new FsPermission("644")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("absent");
    }

    @Test
    void noProcessIsStarted() throws IOException {
        FileSystem fs = tarns(new Configuration());
        Path said = folder.resolve("said.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ProcessStart");
            recording.start();
            assertThat(madeAndListed(fs, "ours")).hasSize(2);
            recording.dump(said);
        }
        assertThat(RecordingFile.readAllEvents(said)).isEmpty();
    }

    @Test
    void itIsWhatPathsOfLocalFilesHave() throws IOException {
        assertThat(Paths.fileSystem(at("any"), new Configuration())).isInstanceOf(LocalFiles.class);
    }

    /** A file two folders deep and one with a colon in its name, as a recursive listing tells of them. */
    private List<String> madeAndListed(FileSystem fs, String name) throws IOException {
        fs.create(at(name + "/a/b/file")).close();
        fs.create(new org.apache.hadoop.fs.Path(null, null, folder + "/" + name + "/with: colon"))
                .close();
        List<String> found = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> files = fs.listFiles(at(name), true);
        while (files.hasNext()) {
            LocatedFileStatus file = files.next();
            found.add(described(file) + " " + file.getBlockLocations().length);
        }
        found.sort(null);
        return found;
    }

    private static String described(org.apache.hadoop.fs.FileStatus status) {
        return String.join(
                " ",
                status.getPath().getName(),
                status.getPermission().toString(),
                status.getOwner(),
                status.getGroup(),
                Long.toString(status.getLen()));
    }

    private org.apache.hadoop.fs.Path at(String name) {
        return new org.apache.hadoop.fs.Path(folder + "/" + name);
    }

    private FileSystem tarns(Configuration conf) throws IOException {
        return LocalFiles.of(hadoops(conf));
    }

    private FileSystem hadoops(Configuration conf) throws IOException {
        RawLocalFileSystem raw = new RawLocalFileSystem();
        raw.initialize(folder.toUri(), conf);
        return raw;
    }
}
