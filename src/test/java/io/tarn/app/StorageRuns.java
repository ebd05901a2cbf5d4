package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * Runs of the tutorial, over copies of its photographs and in nine shards, with input and output on another storage
 * than local files. {@code core-site.xml} tells the runs how to reach it.
 */
final class StorageRuns {
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final int COPIES = "all".equals(System.getProperty("tarn.chaos")) ? 12 : 3;
    static final int IMAGES = TutorialRows.PHOTOS * COPIES;
    private static final int SHARDS = 9;

    private final Path folder;
    private final FileSystem files;
    private final String root;
    private final TutorialRows expected;
    private final long startNanos = System.nanoTime();

    private StorageRuns(Path folder, FileSystem files, String root, TutorialRows expected) {
        this.folder = folder;
        this.files = files;
        this.root = root;
        this.expected = expected;
    }

    /**
     * Puts the input there.
     *
     * @param folder an empty local one
     * @param root the folder of the storage that input and output come into
     * @param properties Hadoop's, for the runs
     */
    static StorageRuns prepare(Path folder, FileSystem files, String root, Map<String, String> properties)
            throws Exception {
        Files.writeString(folder.resolve("core-site.xml"), xml(properties));
        StorageRuns runs =
                new StorageRuns(folder, files, root, TutorialRows.undisturbed(folder.resolve("undisturbed")));
        try (Stream<Path> photos = Files.list(TutorialRows.copies(folder.resolve("photos"), COPIES))) {
            for (Path photo : photos.toList()) {
                try (OutputStream out = files.create(path(root + "/photos/" + photo.getFileName()))) {
                    Files.copy(photo, out);
                }
            }
        }
        return runs;
    }

    /** A configuration file of Hadoop. */
    static String xml(Map<String, String> properties) {
        StringBuilder xml = new StringBuilder("<configuration>\n");
        properties.forEach((name, value) ->
                xml.append("<property><name>%s</name><value>%s</value></property>\n".formatted(name, value)));
        return xml.append("</configuration>\n").toString();
    }

    /** Begins a run whose words go to files of that name. */
    Process begin(String name, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "jobs/tarn",
                "run",
                "jobs/tutorial.yaml",
                "--input",
                root + "/photos",
                "--output",
                output(),
                "--set",
                "output.shard_images=" + IMAGES / SHARDS));
        command.addAll(List.of(options));
        command.addAll(List.of("--", "--master", "local[2]"));
        return Commands.start(
                HERE,
                Map.of("HADOOP_CONF_DIR", folder.toString()),
                folder.resolve(name + ".out").toFile(),
                folder.resolve(name + ".err").toFile(),
                command.toArray(String[]::new));
    }

    /** Waits until the output of a run that is at work has a file. */
    void await(Process run, String name, String file) throws Exception {
        for (int i = 0; i < 12_000 && !exists(file); i++) {
            assertThat(run.isAlive()).as("at work: " + err(name)).isTrue();
            Thread.sleep(10);
        }
    }

    /** A second run on the same output is refused while that one is at work. */
    void secondIsRefused(Process first) throws Exception {
        Process second = begin("second", "--overwrite");
        assertThat(second.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(second.exitValue()).as(err("second")).isEqualTo(2);
        assertThat(err("second")).contains("another run writes to " + output() + ": process " + first.pid());
    }

    /** Waits for the end of a run, and holds every row against an undisturbed local run's. */
    void finish(Process run, String name, String fault) throws Exception {
        assertThat(run.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(run.exitValue()).as(err(name)).isZero();
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        Path out = folder.resolve("out");
        files.copyToLocalFile(path(output()), path(out.toString()));
        expected.hold(out, COPIES, fault, seconds, 0);
        assertThat(files.listStatus(path(output())))
                .extracting(status -> status.getPath().getName())
                .containsExactlyInAnyOrder("_shards", "data", "errors", "job.json", "report.html", "stats");
        assertThat(exists("data/_SUCCESS")).isTrue();
    }

    /** A run that goes on has nothing to do, and touches nothing. */
    void nothingIsLeft() throws Exception {
        FileStatus[] before = data();
        Process again = begin("again", "--resume");
        assertThat(again.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(again.exitValue()).as(err("again")).isZero();
        assertThat(out("again")).isEqualTo("tutorial: nothing is left to do in " + output() + "\n");
        assertThat(data()).containsExactly(before);
    }

    FileStatus[] data() throws IOException {
        return files.listStatus(path(output() + "/data"));
    }

    boolean exists(String file) throws IOException {
        return files.exists(path(output() + "/" + file));
    }

    private String output() {
        return root + "/out";
    }

    String out(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".out"));
    }

    private String err(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".err"));
    }

    private static org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(name);
    }
}
