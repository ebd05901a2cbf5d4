package io.tarn.spark;

import io.tarn.measure.Legible;
import io.tarn.pipeline.Failure;
import io.tarn.plan.Plan;
import io.tarn.spark.source.InputException;
import io.tarn.spark.source.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at what a run left and at what it is to go on with. */
final class Resume {
    private static final String KEY = "output.path";
    private static final int SHOWN = 8;

    private final OutputFolder folder;
    private final Plan plan;

    Resume(OutputFolder folder, Plan plan) {
        this.folder = folder;
        this.plan = plan;
    }

    /**
     * @throws InputException if the run there is of another plan or of another version of tarn
     */
    void requireSame(Map<String, Object> job) {
        if (!plan.fingerprint().equals(job.get("fingerprint"))) {
            throw new InputException(
                    KEY,
                    folder.shown() + " was begun by another plan: " + difference(job)
                            + "; resume with that plan, or give another folder, or --overwrite");
        }
        Object version = job.get("versions") instanceof Map<?, ?> versions ? versions.get("tarn") : null;
        if (!Versions.tarn().equals(version)) {
            throw new InputException(
                    KEY,
                    folder.shown() + " was begun by tarn " + version + ", and this is tarn " + Versions.tarn()
                            + ", whose results may differ; resume with that version, or give another folder, or"
                            + " --overwrite");
        }
    }

    /** As {@code steps[0].resize.size[0]: 128 there, 64 here}. */
    private String difference(Map<String, Object> job) {
        Map<String, Object> there = new LinkedHashMap<>();
        Map<String, Object> here = new LinkedHashMap<>();
        flatten("", job.get("plan"), there);
        flatten("", plan.resolved(), here);
        Set<String> keys = new TreeSet<>(there.keySet());
        keys.addAll(here.keySet());
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            String one = String.valueOf(there.get(key));
            String other = String.valueOf(here.get(key));
            if (!one.equals(other) && counts(key) && !isToldInParts(key, there, here)) {
                differences.add(key + " is " + shown(there, key) + " there and " + shown(here, key) + " here");
            }
        }
        String more = differences.size() > SHOWN ? ", and " + (differences.size() - SHOWN) + " more" : "";
        return String.join(", ", differences.subList(0, Math.min(SHOWN, differences.size()))) + more;
    }

    /** True for what the fingerprint is of. */
    private static boolean counts(String key) {
        return key.startsWith("steps")
                || key.startsWith("outputs")
                || (key.startsWith("input.") && !key.startsWith("input.path"))
                || key.startsWith("output.layout")
                || key.startsWith("output.partition_by")
                || key.equals("errors.partial");
    }

    /** True where nothing stands on one side, and on the other what has keys of its own. */
    private static boolean isToldInParts(String key, Map<String, Object> there, Map<String, Object> here) {
        return Stream.concat(there.keySet().stream(), here.keySet().stream())
                .anyMatch(other -> other.startsWith(key + ".") || other.startsWith(key + "["));
    }

    private static String shown(Map<String, Object> values, String key) {
        Object value = values.get(key);
        if (value instanceof Map<?, ?>) {
            return "given";
        }
        return values.containsKey(key) ? String.valueOf(value) : "not given";
    }

    private static void flatten(String key, Object value, Map<String, Object> into) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((name, each) -> flatten(key.isEmpty() ? String.valueOf(name) : key + "." + name, each, into));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                flatten(key + "[" + i + "]", list.get(i), into);
            }
        } else {
            into.put(key, value);
        }
    }

    /**
     * What changed in the input since the run began, for people; empty where nothing did. A file that failed, or of which
     * something did, is not told: {@code --retry-failed} takes it as it is now.
     */
    List<String> changes(ShardLog log, Listing listing) throws IOException {
        List<Listing.Entry> pooled = log.entries().subList(0, log.next());
        Map<String, Listing.Entry> now = byStretch(listing.entries());
        Set<String> there = files(listing.entries());
        Set<String> gone = new HashSet<>();
        Set<String> changed = rewritten(log, listing);
        changed.retainAll(files(pooled));
        for (Listing.Entry before : pooled) {
            Listing.Entry entry = now.get(stretch(before));
            if (!there.contains(before.id())) {
                gone.add(before.id());
            } else if (entry == null || entry.length() != before.length()) {
                changed.add(before.id());
            }
        }
        if (!changed.isEmpty()) {
            for (Failure failure : new StoredRun(folder, folder.conf()).failures(Integer.MAX_VALUE)) {
                Retry.filesOf(failure.id()).forEach(changed::remove);
            }
        }
        List<String> changes = new ArrayList<>();
        if (!changed.isEmpty()) {
            changes.add(Legible.counted(changed.size(), "file")
                    + " changed since they were pooled, and are not pooled again");
        }
        if (!gone.isEmpty()) {
            changes.add(Legible.counted(gone.size(), "file") + " went since they were pooled; their rows stay");
        }
        return changes;
    }

    /** What appeared since the run began. */
    static List<Listing.Entry> appeared(ShardLog log, Listing listing) {
        Set<String> known = files(log.entries());
        return listing.entries().stream()
                .filter(entry -> !known.contains(entry.id()))
                .toList();
    }

    /** The entries that are not pooled yet, as they are now; one that went stays, to become a row with its reason. */
    static void refresh(ShardLog log, Listing listing) {
        List<Listing.Entry> rest =
                log.entries().subList(log.next(), log.entries().size());
        Set<String> rewritten = rewritten(log, listing);
        rewritten.removeAll(files(log.entries().subList(0, log.next())));
        refresh(rest, listing.entries());
        rest.removeIf(entry -> rewritten.contains(entry.id()));
        log.append(listing.entries().stream()
                .filter(entry -> rewritten.contains(entry.id()))
                .toList());
    }

    /** Puts what is there now in place of the entries of the same stretch. */
    static void refresh(List<Listing.Entry> entries, List<Listing.Entry> there) {
        Map<String, Listing.Entry> now = byStretch(there);
        entries.replaceAll(before -> Objects.requireNonNullElse(now.get(stretch(before)), before));
    }

    /** Files of the log that have row groups now of which it does not know. */
    private static Set<String> rewritten(ShardLog log, Listing listing) {
        List<Listing.Entry> rowGroups =
                listing.entries().stream().filter(entry -> entry.rows() != null).toList();
        Set<String> files = files(rowGroups);
        List<Listing.Entry> before = log.entries().stream()
                .filter(entry -> files.contains(entry.id()))
                .toList();
        Set<String> known = files(before);
        Map<String, Listing.Entry> knownStretches = byStretch(before);
        return rowGroups.stream()
                .filter(entry -> known.contains(entry.id()) && !knownStretches.containsKey(stretch(entry)))
                .map(Listing.Entry::id)
                .collect(Collectors.toSet());
    }

    static String countedFiles(List<Listing.Entry> entries) {
        return Legible.counted(files(entries).size(), "file");
    }

    private static Set<String> files(List<Listing.Entry> entries) {
        return entries.stream().map(Listing.Entry::id).collect(Collectors.toSet());
    }

    private static Map<String, Listing.Entry> byStretch(List<Listing.Entry> entries) {
        Map<String, Listing.Entry> byStretch = new HashMap<>(entries.size() * 2);
        entries.forEach(entry -> byStretch.put(stretch(entry), entry));
        return byStretch;
    }

    /** Several stretches of one file are entries of their own. */
    private static String stretch(Listing.Entry entry) {
        return entry.start() == 0 ? entry.id() : entry.id() + '\0' + entry.start();
    }
}
