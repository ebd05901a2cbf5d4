package io.tarn.spark.source;

import io.tarn.plan.Selection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.GlobPattern;

/** Tells by an image's id whether it is to be read. */
final class Choice {
    private final Selection selection;
    private final List<GlobPattern> include;
    private final List<GlobPattern> exclude;
    private final MessageDigest digest;

    /**
     * @throws InputException if a glob is none
     */
    Choice(Selection selection) {
        this.selection = selection;
        this.include = globs("input.include", selection.include());
        this.exclude = globs("input.exclude", selection.exclude());
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<GlobPattern> globs(String key, List<String> texts) {
        List<GlobPattern> globs = new ArrayList<>();
        for (String text : texts) {
            try {
                globs.add(new GlobPattern(text));
            } catch (RuntimeException malformed) { // of whichever regular expression library Hadoop uses
                throw new InputException(
                        key,
                        text + " is no glob: " + malformed.getMessage()
                                + "; write \\ before a bracket or brace that stands for itself");
            }
        }
        return globs;
    }

    boolean takes(String id) {
        return (include.isEmpty() || matches(include, id))
                && !matches(exclude, id)
                && (selection.fraction() >= 1 || draw(id) < selection.fraction());
    }

    private static boolean matches(List<GlobPattern> globs, String id) {
        for (GlobPattern glob : globs) {
            if (glob.matches(id)) {
                return true;
            }
        }
        return false;
    }

    /** A number in [0, 1): the first 53 bits of SHA-256 of {@code seed:id}. */
    private double draw(String id) {
        byte[] hash = digest.digest((selection.seed() + ":" + id).getBytes(StandardCharsets.UTF_8));
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = bits << 8 | hash[i] & 0xff;
        }
        return (bits >>> 11) * 0x1p-53;
    }
}
