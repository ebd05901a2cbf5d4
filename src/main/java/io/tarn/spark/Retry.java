package io.tarn.spark;

import io.tarn.image.DecodeOptions;
import io.tarn.pipeline.Failure;
import io.tarn.plan.Plan;
import io.tarn.spark.source.InputException;
import io.tarn.spark.source.Listing;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which images of a complete run are done again: those that failed and left no row in {@code data/}, and of archives that
 * broke off, and Parquet files of which nothing could be read, all that have none, for nobody knows their names.
 */
final class Retry implements Serializable {
    private static final long serialVersionUID = 1;

    private final boolean framesAreNumbered;
    private final HashSet<String> ids = new HashSet<>();
    private final HashSet<String> brokenFiles = new HashSet<>();
    private final HashSet<String> doneInBrokenFiles = new HashSet<>();
    private final ArrayList<Failure> kept = new ArrayList<>();

    private Retry(Plan.Input input) {
        framesAreNumbered = input.holds() == Plan.Holds.IMAGES && input.decode().frames() == DecodeOptions.Frames.ALL;
    }

    /**
     * @param entries what the run read
     * @throws InputException if rows of a Parquet file are lost, and their ids come from a column
     */
    static Retry of(Plan.Input input, List<Listing.Entry> entries, StoredRun stored) throws IOException {
        Retry retry = new Retry(input);
        Set<String> files = new HashSet<>();
        for (Listing.Entry entry : entries) {
            if (!Listing.isImage(input, entry.id())) {
                files.add(entry.id());
            }
        }
        List<Failure> failures = stored.failures(Integer.MAX_VALUE);
        for (Failure failure : failures) {
            retry.ids.add(retry.image(failure));
            if (input.idColumn() != null) {
                requireId(input, failure, files);
            } else if (isOfWholeFile(failure, files)) {
                retry.brokenFiles.add(failure.id());
            }
        }
        Set<String> withRows = new HashSet<>();
        stored.ids(row -> {
            String id = retry.framesAreNumbered ? beforeNumber(row) : row;
            if (retry.ids.contains(id)) {
                withRows.add(id);
            }
            if (retry.isInBrokenFile(id)) {
                retry.doneInBrokenFiles.add(id);
            }
        });
        retry.ids.removeAll(withRows);
        failures.stream()
                .filter(failure -> withRows.contains(retry.image(failure)))
                .forEach(retry.kept::add);
        return retry;
    }

    /** The image that a failure is of: under {@code frames: all} without the frame's number. */
    private String image(Failure failure) {
        boolean ofWhole = failure.step().equals("read") || failure.error().equals("crashed");
        return framesAreNumbered && !ofWhole ? beforeNumber(failure.id()) : failure.id();
    }

    /** True of an archive that broke off, and a Parquet file of which nothing could be read. */
    private static boolean isOfWholeFile(Failure failure, Set<String> files) {
        return failure.step().equals("read") && files.contains(failure.id());
    }

    private static void requireId(Plan.Input input, Failure failure, Set<String> files) {
        if (!failure.step().equals("read") || failure.error().equals("missing_id")) {
            return;
        }
        String file = files.contains(failure.id()) ? failure.id() : beforeNumber(failure.id());
        if (files.contains(file)) {
            throw new InputException(
                    "input.id",
                    "--retry-failed cannot tell which rows of " + file + " are lost, for ids come from the column "
                            + input.idColumn() + "; run the job anew with --overwrite");
        }
    }

    private static String beforeNumber(String id) {
        return id.replaceFirst("#\\d+$", "");
    }

    private boolean isInBrokenFile(String id) {
        if (brokenFiles.isEmpty()) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            if ((id.charAt(i) == '/' || id.charAt(i) == '#') && brokenFiles.contains(id.substring(0, i))) {
                return true;
            }
        }
        return false;
    }

    /** True for an image that is to be done. */
    boolean takes(String id) {
        return ids.contains(id) || (isInBrokenFile(id) && !doneInBrokenFiles.contains(id));
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    /** Failures of images that have rows in {@code data/}, which stay as they are. */
    List<Failure> kept() {
        return kept;
    }

    /** True of a sample of a key that another has, too: an image without a row, and the row of that id is the other's. */
    static boolean isAnImageOfItsOwn(Failure kept) {
        return kept.error().equals("duplicate");
    }

    /** How many of so many failed images are done again. */
    long replaced(long failed) {
        return failed - kept.stream().filter(Retry::isAnImageOfItsOwn).count();
    }

    /** How many images these entries have beyond those that are known: a file that could not be read counted as one. */
    long more(List<Listing.Entry> entries) {
        List<Listing.Entry> ofBrokenFiles = entries.stream()
                .filter(entry -> brokenFiles.contains(entry.id()))
                .toList();
        long files = ofBrokenFiles.stream().map(Listing.Entry::id).distinct().count();
        return Math.max(0, Listing.images(ofBrokenFiles) - files - doneInBrokenFiles.size());
    }

    /** What there is to read for them: as it is now, and as it was where it is gone. */
    List<Listing.Entry> entries(Plan.Input input, List<Listing.Entry> before, List<Listing.Entry> now) {
        Set<String> files = filesOfIds();
        Set<String> known = new HashSet<>();
        Set<String> withKnownRows = new HashSet<>();
        for (Listing.Entry entry : before) {
            known.add(entry.id());
            if (entry.rows() != null) {
                withKnownRows.add(entry.id());
            }
        }
        Set<String> there = new HashSet<>();
        List<Listing.Entry> entries = new ArrayList<>();
        for (Listing.Entry entry : now) {
            if (entry.rows() == null && withKnownRows.contains(entry.id())) {
                continue; // it cannot be read now; as it was, each of its rows is lost by its number
            }
            there.add(entry.id());
            if (known.contains(entry.id()) && mayHold(files, input, entry)) {
                entries.add(entry);
            }
        }
        before.stream()
                .filter(entry -> !there.contains(entry.id()) && mayHold(files, input, entry))
                .forEach(entries::add);
        return entries;
    }

    private Set<String> filesOfIds() {
        Set<String> files = new HashSet<>();
        ids.forEach(id -> files.addAll(filesOf(id)));
        return files;
    }

    /** The id, and whatever of it may be a file's: {@code a} and {@code a/b} of {@code a/b#1}. */
    static List<String> filesOf(String id) {
        List<String> files = new ArrayList<>(List.of(id));
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) == '/' || id.charAt(i) == '#') {
                files.add(id.substring(0, i));
            }
        }
        return files;
    }

    private static boolean mayHold(Set<String> files, Plan.Input input, Listing.Entry entry) {
        return (input.idColumn() != null && !Listing.isImage(input, entry.id())) || files.contains(entry.id());
    }
}
