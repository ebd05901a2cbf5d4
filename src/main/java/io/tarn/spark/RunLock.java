package io.tarn.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tarn.spark.source.InputException;
import io.tarn.spark.source.Refused;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.security.AccessControlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second run from an output folder. The lock is a file that its holder writes anew all the while; one that was
 * not for {@link #VOID_AFTER_MILLIS}, or whose process is known to be gone, is void.
 */
public final class RunLock implements AutoCloseable {
    static final String NAME = "_lock";
    static final long VOID_AFTER_MILLIS = 120_000;
    private static final String KEY = "output.path";
    private static final long BEAT_SECONDS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);

    private final OutputFolder folder;
    private final String token = UUID.randomUUID().toString();
    private final Instant started = Instant.now();
    private final boolean folderIsNew;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tarn-lock");
        thread.setDaemon(true);
        return thread;
    });

    private RunLock(OutputFolder folder, boolean folderIsNew) {
        this.folder = folder;
        this.folderIsNew = folderIsNew;
    }

    /**
     * Takes the lock of an output folder, which is made where it is not there.
     *
     * @throws InputException if another run holds it, or the folder cannot be written
     */
    public static RunLock take(OutputFolder folder) throws IOException {
        RunLock lock = new RunLock(folder, !folder.exists());
        try {
            folder.createNew(NAME, lock.text());
        } catch (FileAlreadyExistsException held) {
            if (!lock.isHeld()) { // it is ours where the storage's answer was lost and the request repeated
                lock.requireVoid();
                LOG.warn("the lock of {} is void: the run that held it is gone", folder.shown());
                folder.delete(NAME);
                lock.takeOver();
            }
        } catch (AccessDeniedException | AccessControlException refused) {
            throw new InputException(
                    KEY, folder.shown() + " may not be written; give another folder, or the right to write there");
        } catch (ParentNotDirectoryException file) {
            throw new InputException(
                    KEY, folder.shown() + " cannot be made, for a file is above it; give another folder");
        } catch (IOException failed) { // a quota, or a full disk
            lock.removeNewFolder();
            throw failed;
        }
        lock.requireHeld();
        lock.heart.scheduleWithFixedDelay(lock::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
        return lock;
    }

    private void takeOver() throws IOException {
        try {
            folder.createNew(NAME, text());
        } catch (FileAlreadyExistsException faster) {
            throw refusal(folder, folder.readText(NAME));
        }
    }

    private void requireVoid() throws IOException {
        String text;
        long modified;
        try {
            text = folder.readText(NAME);
            modified = folder.modifiedMillis(NAME);
        } catch (FileNotFoundException released) {
            return;
        }
        if (!isOfDeadProcess(text) && now() - modified < VOID_AFTER_MILLIS) {
            throw refusal(folder, text);
        }
    }

    /** What the clock says that gives files their times, which may be another than the driver's. */
    private long now() throws IOException {
        String file = NAME + "." + token;
        try {
            folder.writeText(file, "");
            return folder.modifiedMillis(file);
        } finally {
            folder.delete(file);
        }
    }

    private static InputException refusal(OutputFolder folder, String text) {
        Map<String, Object> holder = parse(text);
        return new InputException(
                KEY,
                "another run writes to " + folder.shown() + ": process " + holder.get("pid") + " on "
                        + holder.get("host") + ", since " + holder.get("started")
                        + "; wait for it or give another folder (if that process died, its lock is void "
                        + VOID_AFTER_MILLIS / 60_000 + " minutes after its last sign of life)");
    }

    /** True where the holder ran on this host and does no more. */
    private static boolean isOfDeadProcess(String text) {
        Map<String, Object> holder = parse(text);
        if (!host().equals(holder.get("host"))
                || !processes().equals(holder.get("processes"))
                || !(holder.get("pid") instanceof Number pid)) {
            return false;
        }
        String since = String.valueOf(holder.get("process_started"));
        return ProcessHandle.of(pid.longValue())
                .map(process -> !startOf(process).equals(since))
                .orElse(true);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> parse(String text) {
        try {
            return JSON.readValue(text, Map.class);
        } catch (IOException cutShort) {
            return Map.of();
        }
    }

    private String text() throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("token", token);
        values.put("host", host());
        values.put("processes", processes());
        values.put("pid", ProcessHandle.current().pid());
        values.put("process_started", startOf(ProcessHandle.current()));
        values.put("started", started.toString());
        return JSON.writeValueAsString(values) + "\n";
    }

    private static String startOf(ProcessHandle process) {
        return String.valueOf(process.info().startInstant().orElse(null));
    }

    /** What tells apart whose processes have other numbers, though the host's name is the same: containers. */
    private static String processes() {
        try {
            Path system = Path.of("/proc/self/ns/pid");
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            return Files.readSymbolicLink(system) + " " + boot;
        } catch (IOException | UnsupportedOperationException notLinux) {
            return "";
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException unnamed) {
            return "an unnamed host";
        }
    }

    /**
     * @throws IOException if another run took the lock, as happens to a process that stood still for long
     */
    public void requireHeld() throws IOException {
        if (!isHeld()) {
            throw new IOException("another run took over " + folder.shown()
                    + " while this one gave no sign of life; this one stops and leaves the folder to it");
        }
    }

    /** False where another run took the lock. */
    public synchronized boolean isHeld() throws IOException {
        try {
            return token.equals(parse(folder.readText(NAME)).get("token"));
        } catch (FileNotFoundException gone) {
            return false;
        }
    }

    private synchronized void beat() {
        try {
            if (isHeld()) {
                folder.writeText(NAME, text());
            }
        } catch (IOException | RuntimeException unreachable) { // which would end the heartbeat
            LOG.warn("the lock of {} could not be kept up: {}", folder.shown(), Refused.reason(unreachable));
        }
    }

    /** Gives the lock back; removes the folder where it was made for the lock and nothing came into it. */
    @Override
    public void close() throws IOException {
        heart.shutdownNow();
        if (isHeld()) {
            folder.delete(NAME);
            removeNewFolder();
        }
    }

    private void removeNewFolder() throws IOException {
        if (folderIsNew) {
            folder.deleteIfEmpty();
        }
    }
}
