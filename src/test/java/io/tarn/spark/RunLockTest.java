package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.spark.source.InputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    Path folder;

    @Test
    void aSecondRunIsRefusedUntilTheFirstEnds() throws IOException {
        try (RunLock first = RunLock.take(out())) {
            first.requireHeld();
            assertThatThrownBy(() -> RunLock.take(out()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("another run writes to " + folder + "/out: process "
                            + ProcessHandle.current().pid() + " on ");
        }

        try (RunLock second = RunLock.take(out())) {
            second.requireHeld();
        }
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void ofManyAtOnceOneGetsIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        Callable<RunLock> take = () -> {
            try {
                return RunLock.take(out());
            } catch (InputException refused) {
                return null;
            }
        };
        long taken = 0;
        for (Future<RunLock> lock :
                threads.invokeAll(Stream.generate(() -> take).limit(8).toList())) {
            taken += lock.get() == null ? 0 : 1;
        }
        threads.shutdown();

        assertThat(taken).isEqualTo(1);
    }

    @Test
    void theLockOfADeadProcessIsVoid() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        String text = textOfALock().replaceFirst("\"pid\":\\d+", "\"pid\":" + process.pid());
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/_lock"), text);

        try (RunLock lock = RunLock.take(out())) {
            lock.requireHeld();
        }
    }

    /** A container of the same name has processes of its own. */
    @Test
    void whatElseHasThatNumberSaysNothingOfAnotherSystemsProcess() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        String text = textOfALock()
                .replaceFirst("\"pid\":\\d+", "\"pid\":" + process.pid())
                .replaceFirst("\"processes\":\"[^\"]*\"", "\"processes\":\"others\"");
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/_lock"), text);

        assertThatThrownBy(() -> RunLock.take(out())).isInstanceOf(InputException.class);
    }

    @Test
    void aLockFromElsewhereIsVoidAfterAWhile() throws Exception {
        String text = textOfALock().replaceFirst("\"host\":\"[^\"]*\"", "\"host\":\"elsewhere\"");
        Files.createDirectories(folder.resolve("out"));
        Path file = Files.writeString(folder.resolve("out/_lock"), text);

        assertThatThrownBy(() -> RunLock.take(out()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(" on elsewhere, since ");

        letItBeVoid(file);
        try (RunLock lock = RunLock.take(out())) {
            lock.requireHeld();
        }
    }

    /** Local files of a storage whose clock is three minutes behind. */
    public static final class Behind extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create("behind:///");
        }

        @Override
        public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
            FileStatus status = super.getFileStatus(path);
            return new FileStatus(
                    status.getLen(),
                    status.isDirectory(),
                    1,
                    status.getBlockSize(),
                    status.getModificationTime() - 180_000,
                    path);
        }
    }

    @Test
    void theAgeOfALockIsToldByTheClockOfTheStorage() throws Exception {
        String text = textOfALock().replaceFirst("\"host\":\"[^\"]*\"", "\"host\":\"elsewhere\"");
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/_lock"), text);
        Configuration conf = new Configuration(false);
        conf.set("fs.behind.impl", Behind.class.getName());
        OutputFolder behind = OutputFolder.of("behind:" + folder + "/out", conf);

        assertThatThrownBy(() -> RunLock.take(behind))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(" on elsewhere, since ");
        assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**_lock?*");
    }

    @Test
    void whoLostItIsTold() throws Exception {
        RunLock first = RunLock.take(out());
        Path file = folder.resolve("out/_lock");
        Files.writeString(file, Files.readString(file).replaceFirst("\"host\":\"[^\"]*\"", "\"host\":\"elsewhere\""));
        letItBeVoid(file);
        try (RunLock second = RunLock.take(out())) {
            assertThatThrownBy(first::requireHeld).hasMessageContaining("another run took over");
            first.close();
            second.requireHeld();
        }
    }

    /** By a second more than it must be: the clock that gives files their times may be some milliseconds behind this one. */
    private static void letItBeVoid(Path lock) throws IOException {
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusMillis(RunLock.VOID_AFTER_MILLIS + 1000)));
    }

    private String textOfALock() throws IOException {
        OutputFolder other = OutputFolder.of(folder + "/other", new Configuration(false));
        try (RunLock lock = RunLock.take(other)) {
            lock.requireHeld();
            return Files.readString(folder.resolve("other/_lock"));
        }
    }

    private OutputFolder out() {
        return OutputFolder.of(folder + "/out", new Configuration(false));
    }
}
