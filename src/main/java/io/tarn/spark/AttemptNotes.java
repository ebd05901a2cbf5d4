package io.tarn.spark;

import io.tarn.spark.source.Paths;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.storage.BlockManager;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Finds the image that takes its executor with it. From a task's second attempt on, the image at hand is noted in a file
 * before it is processed; an attempt that ends in any way but with its process removes its note. So the note of an
 * executor that is gone names a suspect. If nothing else ran beside it in that process it is to blame, and later attempts
 * leave it out; otherwise they process it with nothing beside it. An image that an attempt had no memory to write is noted
 * too, and left out by the attempts after it.
 */
final class AttemptNotes implements Serializable {
    private static final long serialVersionUID = 1;

    private static final System.Logger LOG = System.getLogger(AttemptNotes.class.getName());

    /** Held shared for every image of this process, exclusively for one that must have no other beside it. */
    private static final ReentrantReadWriteLock IMAGES = new ReentrantReadWriteLock(true);

    private static final int LOOKS = 20;
    private static final long BETWEEN_LOOKS_MILLIS = 250;

    private final String folder;

    private enum How {
        ALONE,
        BESIDE_OTHERS,
        NO_MEMORY
    }

    /** What an attempt noted; the file is named after the partition and the attempt. */
    private record Note(Path file, String executor, How how, String id) {
        byte[] bytes() {
            return (executor + "\n" + how + "\n" + id).getBytes(StandardCharsets.UTF_8);
        }

        /** Null where the file is no whole note. */
        static Note of(Path file, String text) {
            String[] lines = text.split("\n", 3);
            return lines.length < 3 ? null : new Note(file, lines[0], How.valueOf(lines[1]), lines[2]);
        }
    }

    AttemptNotes(Path folder) {
        this.folder = folder.toString();
    }

    /** Removes what is there of all tasks. */
    void clear(Configuration conf) throws IOException {
        Path path = new Path(folder);
        Paths.fileSystem(path, conf).delete(path, true);
    }

    Attempt attempt(TaskContext task, Configuration conf) throws IOException {
        return new Attempt(task, conf);
    }

    /** The notes of one attempt, and what it makes of those before it. */
    final class Attempt implements Closeable {
        private final FileSystem fs;
        private final Path file;
        private final String executor = SparkEnv.get().executorId();
        private final boolean noting;
        private final List<Note> earlier = new ArrayList<>();

        private Attempt(TaskContext task, Configuration conf) throws IOException {
            Path path = new Path(folder);
            String partition = "partition-" + task.partitionId() + "-";
            fs = Paths.fileSystem(path, conf);
            file = new Path(path, partition + task.taskAttemptId());
            noting = task.attemptNumber() > 0;
            if (task.attemptNumber() > 0 && fs.exists(path)) {
                for (FileStatus status : fs.listStatus(path)) {
                    Note note = status.getPath().getName().startsWith(partition) ? read(status.getPath()) : null;
                    if (note != null) {
                        earlier.add(note);
                    }
                }
            }
        }

        /** True where an earlier attempt died of that image. */
        boolean isToBlame(String id) throws IOException {
            boolean toBlame = false;
            for (Note note : suspicions(id)) {
                toBlame |= note.how == How.ALONE && isFinal(note);
            }
            return toBlame;
        }

        /** Has later attempts leave that image out, which this one had no memory to write. */
        void hadNoMemory(String id) throws IOException {
            write(new Note(file.suffix("-memory"), executor, How.NO_MEMORY, id));
        }

        /** True where an earlier attempt had no memory to write that image. */
        boolean lackedMemory(String id) {
            return suspicions(id).stream().anyMatch(note -> note.how == How.NO_MEMORY);
        }

        /**
         * Before an image is processed; what comes back is closed when it is done. It has nothing beside it if an earlier
         * attempt may have died of it.
         */
        Closeable begin(String id) throws IOException {
            Lock alone = IMAGES.writeLock();
            Lock lock = IMAGES.readLock();
            if (!suspicions(id).isEmpty()) {
                alone.lock();
                lock = alone;
            } else if (noting && alone.tryLock()) {
                lock = alone;
            } else {
                lock.lock();
            }
            Lock held = lock;
            try {
                if (noting) {
                    write(new Note(file, executor, held == alone ? How.ALONE : How.BESIDE_OTHERS, id));
                }
            } catch (Throwable e) {
                held.unlock();
                throw e;
            }
            return () -> {
                try {
                    if (noting && held == alone) {
                        fs.delete(file, false); // or the next image of another task would speak against this one
                    }
                } finally {
                    held.unlock();
                }
            };
        }

        private List<Note> suspicions(String id) {
            return earlier.stream().filter(note -> note.id.equals(id)).toList();
        }

        /**
         * True where the noting process is gone. A speculative attempt may be alive and at that very image; and of an
         * executor that is lost the driver hears a moment later than it starts tasks anew.
         */
        private boolean isFinal(Note note) throws IOException {
            for (int look = 0; look < LOOKS; look++) {
                if (!note.equals(read(note.file))) {
                    return false;
                }
                if (!executors().contains(note.executor)) {
                    return true;
                }
                if (note.executor.equals(executor)) {
                    return false; // this very process
                }
                pause();
            }
            return false;
        }

        private void write(Note note) throws IOException {
            try (OutputStream out = fs.create(note.file, true)) {
                out.write(note.bytes());
            } catch (FSError full) { // what Hadoop makes of a local disk's IOException
                throw new IOException(full.getCause());
            }
        }

        private Note read(Path noted) throws IOException {
            try (InputStream in = fs.open(noted)) {
                return Note.of(noted, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (java.io.FileNotFoundException removed) {
                return null;
            }
        }

        /** The attempt ends, and so does not take its process with it. */
        @Override
        public void close() {
            if (!noting) {
                return;
            }
            try {
                fs.delete(file, false);
                fs.delete(file.getParent(), false); // the last one may come after clear
            } catch (IOException left) {
                // there are others' notes; or this one stays, which says nothing while this process lives
                LOG.log(System.Logger.Level.DEBUG, "{0} stays: {1}", file, left);
            }
        }
    }

    /** The executors that the driver knows to be alive. */
    private static Set<String> executors() {
        BlockManager here = SparkEnv.get().blockManager();
        Set<String> executors = new HashSet<>();
        executors.add(here.blockManagerId().executorId());
        CollectionConverters.asJava(here.master().getPeers(here.blockManagerId()))
                .forEach(peer -> executors.add(peer.executorId()));
        return executors;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while looking for a lost executor");
        }
    }
}
