package io.tarn.spark.source;

import io.tarn.pipeline.EncodedImage;
import io.tarn.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.hadoop.conf.Configuration;

/**
 * The samples of a tar shard as webdataset writes them: consecutive members with the same key. The key is the member's
 * path up to the first dot of its last part, the rest is its extension. Names are ids and never paths.
 */
final class WebDatasetItems implements ItemReader {
    static final List<SourceColumn> COLUMNS =
            List.of(SourceColumn.ofLong("cls"), SourceColumn.ofText("txt"), SourceColumn.ofText("json"));

    private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff");
    private static final Set<String> TENSORS = Set.of("npy");
    private static final Set<String> TEXTS = Set.of("cls", "txt", "json");
    private static final Pattern NAME = Pattern.compile("((?:.*/)?[^./]+)\\.([^/]*)", Pattern.DOTALL);
    private static final Pattern META = Pattern.compile("__[^/]*__(/.*)?", Pattern.DOTALL);
    private static final long MAX_TEXT_BYTES = 16 << 20;

    private final String shard;
    private final SteadyFile storage;
    private final TarMembers members;
    private final Map<String, Object> folders;
    private final Set<String> wanted;
    private final Choice choice;
    private final MemberBytes image;
    private final MemberBytes text = new MemberBytes(MAX_TEXT_BYTES);
    private final Set<String> seen = new HashSet<>();
    private TarArchiveEntry ahead;
    private Item last;
    private boolean started;

    WebDatasetItems(
            FileGroup group, int i, Map<String, Object> folders, Plan.Input input, Choice choice, Configuration conf) {
        this.shard = group.id(i);
        this.storage = new SteadyFile(group.path(i), group.length(i), conf);
        this.members = new TarMembers(storage);
        this.folders = folders;
        this.wanted = input.holds() == Plan.Holds.IMAGES ? IMAGES : TENSORS;
        this.choice = choice;
        this.image = new MemberBytes(input.decode().maxEncodedBytes());
    }

    /** What is read of one sample. */
    private final class Sample {
        private final String id;
        private final Map<String, Object> columns = new HashMap<>(folders);
        private final List<String> extensions = new ArrayList<>();
        private String imageExtension;
        private int length;
        private Item failure;

        Sample(String id) {
            this.id = id;
        }

        void take(TarArchiveEntry member, String extension) throws IOException {
            extensions.add(extension);
            try {
                if (wanted.contains(extension)) {
                    if (imageExtension != null) {
                        fail("two_images", "has both ." + imageExtension + " and ." + extension + ", and needs one");
                        return;
                    }
                    imageExtension = extension;
                    length = image.read(members.content(), member.getSize());
                } else if (TEXTS.contains(extension)) {
                    int bytes = text.read(members.content(), member.getSize());
                    text(extension, new String(text.buffer(), 0, bytes, StandardCharsets.UTF_8));
                }
            } catch (MemberBytes.TooLarge tooLarge) {
                fail("too_large", "." + extension + ": " + tooLarge.getMessage());
            } catch (OutOfMemoryError tooLarge) {
                fail(
                        "too_large",
                        "." + extension + ": " + member.getSize() + " bytes are more than there is memory for");
            }
        }

        private void text(String extension, String value) {
            if (!extension.equals("cls")) {
                columns.put(extension, value);
                return;
            }
            try {
                columns.put(extension, Long.valueOf(value.strip()));
            } catch (NumberFormatException noNumber) {
                String shown = value.length() > 40 ? value.substring(0, 40) + "..." : value;
                fail("bad_cls", ".cls must hold an integer, and holds " + shown.strip());
            }
        }

        private void fail(String error, String message) {
            if (failure == null) {
                failure = Item.failed(id, error, message, length);
            }
        }

        Item item() {
            if (imageExtension == null) {
                boolean tensor = wanted == IMAGES && extensions.contains("npy");
                fail(
                        "no_image",
                        "has no " + (wanted == IMAGES ? "image" : ".npy") + "; its members are ."
                                + String.join(", .", extensions)
                                + (tensor ? "; set input.holds: tensors to read the .npy" : ""));
            }
            if (!seen.add(id)) {
                return Item.failed(id, "duplicate", "the shard has another sample of that key", length);
            }
            return failure != null
                    ? failure
                    : Item.of(new EncodedImage(id, image.buffer(), length, columns), storage.takeReadBytes());
        }
    }

    @Override
    public Item next() {
        while (last == null) {
            try {
                if (!started) {
                    started = true;
                    advance();
                }
                if (ahead == null) {
                    return null;
                }
            } catch (TarMembers.Ended ended) {
                end(ended, null);
                break;
            }
            Item item = sample();
            if (item != null) {
                return item;
            }
        }
        Item end = last;
        last = null;
        ahead = null;
        return end;
    }

    /** The sample that starts with the member ahead; null where it is not chosen or the shard ends within it. */
    private Item sample() {
        String key = key(ahead);
        Sample sample = new Sample(shard + "/" + key);
        boolean chosen = choice.takes(sample.id);
        try {
            while (ahead != null && key(ahead).equals(key)) {
                if (chosen) {
                    try {
                        sample.take(ahead, extension(ahead));
                    } catch (IOException | RuntimeException | OutOfMemoryError broken) {
                        end(members.ended(broken), key);
                        return null;
                    }
                }
                advance();
            }
        } catch (TarMembers.Ended ended) {
            boolean whole = ended.isBetweenMembers();
            end(ended, whole ? null : key);
            chosen &= whole; // the members that are missing may be its label
        }
        return chosen ? sample.item() : null;
    }

    private void end(TarMembers.Ended ended, String within) {
        String where = within == null ? "" : ", within sample " + within;
        last = Item.failed(shard, ended.error(), ended.getMessage() + where, storage.size());
    }

    /** To the next member that belongs to a sample. */
    private void advance() throws TarMembers.Ended {
        do {
            ahead = members.next();
        } while (ahead != null
                && (!NAME.matcher(ahead.getName()).matches()
                        || META.matcher(ahead.getName()).matches()));
    }

    private static String key(TarArchiveEntry member) {
        return named(member).group(1);
    }

    private static String extension(TarArchiveEntry member) {
        return named(member).group(2).toLowerCase(Locale.ROOT);
    }

    private static Matcher named(TarArchiveEntry member) {
        Matcher name = NAME.matcher(member.getName());
        if (!name.matches()) {
            throw new IllegalStateException(member.getName());
        }
        return name;
    }

    @Override
    public void close() throws IOException {
        members.close();
    }
}
