package io.tarn.spark.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** The plain files in a tar archive, gzipped or not, in their order. */
final class TarMembers implements AutoCloseable {
    private final SteadyFile storage;
    private Reader tar;
    private boolean any;

    /** The archive ends before its end, is broken, is no archive, or cannot be read. */
    static final class Ended extends Exception {
        private static final long serialVersionUID = 1;

        private final String error;
        private final boolean betweenMembers;

        Ended(String error, String message, Throwable cause) {
            super(message, cause);
            this.error = error;
            this.betweenMembers = cause instanceof NoEnd;
        }

        /** True where all members are whole and only the archive's last records are missing. */
        boolean isBetweenMembers() {
            return betweenMembers;
        }

        String error() {
            return error;
        }
    }

    /** There is nothing after a member, not even the records that end an archive. */
    private static final class NoEnd extends EOFException {
        private static final long serialVersionUID = 1;

        NoEnd() {
            super("the archive's last records are missing");
        }
    }

    /** Tells an archive's last records from the end of the file. */
    private static final class Reader extends TarArchiveInputStream {
        private boolean cutShort;

        Reader(InputStream in) {
            super(in);
        }

        @Override
        protected boolean isEOFRecord(byte[] block) {
            cutShort |= block == null;
            return super.isEOFRecord(block);
        }
    }

    TarMembers(SteadyFile storage) {
        this.storage = storage;
    }

    /** The next plain file, whose content {@link #content} then reads; null after the last. */
    TarArchiveEntry next() throws Ended {
        try {
            if (tar == null) {
                tar = open();
            }
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                if (!entry.isCheckSumOK()) {
                    throw new IOException("a member's header has a wrong checksum");
                }
                any = true;
                if (isPlainFile(entry)) {
                    return entry;
                }
            }
            if (tar.cutShort) {
                throw new NoEnd();
            }
            return null;
        } catch (IOException | RuntimeException | OutOfMemoryError broken) {
            throw ended(broken);
        }
    }

    private static boolean isPlainFile(TarArchiveEntry entry) {
        return switch (entry.getLinkFlag()) {
            case TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL, TarConstants.LF_CONTIG -> !entry.isDirectory();
            default -> entry.isSparse();
        };
    }

    InputStream content() {
        return tar;
    }

    /** What an exception from reading content means for the archive. */
    Ended ended(Throwable broken) {
        String reason = String.valueOf(broken.getMessage());
        if (storage.failure() != null) {
            String error = storage.failure() instanceof FileNotFoundException ? "missing" : "unreadable";
            return new Ended(error, reason, broken);
        }
        if (broken instanceof OutOfMemoryError) {
            return new Ended("too_large", "a member's name or header takes more memory than there is", broken);
        }
        if (!any) {
            return new Ended("not_a_tar", "not a tar archive, plain or gzipped: " + reason, broken);
        }
        boolean early = broken instanceof EOFException || reason.contains("Truncated"); // the tar reader's word for it
        return early
                ? new Ended("truncated", "the archive ends early: " + reason, broken)
                : new Ended("corrupt", "the archive is broken from here on: " + reason, broken);
    }

    private Reader open() throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(2);
        while (magic.hasRemaining() && storage.read(magic) >= 0) {
            continue;
        }
        storage.position(0);
        InputStream bytes = Channels.newInputStream(storage);
        boolean gzip = magic.get(0) == 0x1f && magic.get(1) == (byte) 0x8b;
        return new Reader(gzip ? new GzipCompressorInputStream(new BufferedInputStream(bytes, 1 << 16), true) : bytes);
    }

    @Override
    public void close() throws IOException {
        if (tar != null) {
            tar.close();
        }
        storage.close();
    }
}
