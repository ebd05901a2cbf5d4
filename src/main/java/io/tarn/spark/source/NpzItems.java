package io.tarn.spark.source;

import io.tarn.pipeline.EncodedImage;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;

/** The arrays of an npz archive, in the archive's order. A member's id is the file's, a slash, and its name. */
final class NpzItems implements ItemReader {
    private static final String MEMBER_ENDING = ".npy";

    private final String file;
    private final SteadyFile storage;
    private final Map<String, Object> columns;
    private final Choice choice;
    private final MemberBytes bytes;
    private final Set<String> seen = new HashSet<>();
    private ZipFile zip;
    private Iterator<ZipArchiveEntry> members;

    NpzItems(
            FileGroup group,
            int i,
            Map<String, Object> columns,
            Choice choice,
            long maxMemberBytes,
            Configuration conf) {
        this.file = group.id(i);
        this.storage = new SteadyFile(group.path(i), group.length(i), conf);
        this.columns = columns;
        this.choice = choice;
        this.bytes = new MemberBytes(maxMemberBytes);
    }

    static boolean isNpz(String id) {
        return id.toLowerCase(Locale.ROOT).endsWith(".npz");
    }

    @Override
    public Item next() {
        if (members == null) {
            try {
                zip = ZipFile.builder().setSeekableByteChannel(storage).get();
                members = Collections.list(zip.getEntries()).iterator();
            } catch (IOException | RuntimeException | OutOfMemoryError refused) {
                members = List.<ZipArchiveEntry>of().iterator();
                return unopened(refused);
            }
        }
        while (members.hasNext()) {
            ZipArchiveEntry member = members.next();
            String name = member.getName();
            String id = file + "/" + (name.endsWith(MEMBER_ENDING) ? name.substring(0, name.length() - 4) : name);
            if (!member.isDirectory() && choice.takes(id)) {
                return item(member, id);
            }
        }
        return null;
    }

    private Item unopened(Throwable refused) {
        if (storage.failure() != null) {
            return Item.failed(
                    file, failureClass(), String.valueOf(storage.failure().getMessage()), storage.size());
        }
        return Item.failed(
                file, "not_npz", "not an npz archive, or one that ends early: " + refused.getMessage(), storage.size());
    }

    private Item item(ZipArchiveEntry member, String id) {
        long size = Math.max(0, member.getSize());
        String name = member.getName();
        if (leavesItsPlace(name)) {
            return Item.failed(id, "bad_name", "the member's name " + name + " points out of the archive", size);
        }
        if (!seen.add(id)) {
            return Item.failed(id, "duplicate", "a second member of that name", size);
        }
        if (!name.endsWith(MEMBER_ENDING)) {
            return Item.failed(id, "not_npy", "the member " + name + " is not called .npy", size);
        }
        if (!zip.canReadEntryData(member)) {
            return Item.failed(id, "unsupported", "the member is encrypted, or compressed in an unknown way", size);
        }
        CRC32 crc = new CRC32();
        try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(member), crc)) {
            int length = bytes.read(in, member.getSize());
            if (crc.getValue() != member.getCrc() || length != member.getSize()) {
                return Item.failed(id, "corrupt", "the member's bytes are not the ones that were stored", size);
            }
            return Item.of(new EncodedImage(id, bytes.buffer(), length, columns), storage.takeReadBytes());
        } catch (MemberBytes.TooLarge tooLarge) {
            return Item.failed(id, "too_large", tooLarge.getMessage(), size);
        } catch (OutOfMemoryError tooLarge) {
            return Item.failed(id, "too_large", size + " bytes are more than there is memory for", size);
        } catch (IOException | RuntimeException broken) {
            String error = storage.failure() != null
                    ? failureClass()
                    : broken instanceof EOFException ? "truncated" : "corrupt";
            return Item.failed(id, error, "the member cannot be read: " + broken.getMessage(), size);
        }
    }

    private String failureClass() {
        return storage.failure() instanceof FileNotFoundException ? "missing" : "unreadable";
    }

    /** True for names that, taken as a path, would lead out of the archive. */
    private static boolean leavesItsPlace(String name) {
        return name.startsWith("/")
                || name.indexOf('\\') >= 0
                || List.of(name.split("/", -1)).contains("..");
    }

    @Override
    public void close() throws IOException {
        if (zip != null) {
            zip.close();
        }
        storage.close();
    }
}
