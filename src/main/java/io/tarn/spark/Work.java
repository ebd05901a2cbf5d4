package io.tarn.spark;

import io.tarn.measure.Legible;
import io.tarn.pipeline.Failure;
import io.tarn.plan.Plan;
import io.tarn.spark.source.InputException;
import io.tarn.spark.source.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** What a run has to do: everything, or what an earlier run of the same plan left undone. Nothing is touched before {@link #begin}. */
public final class Work {
    private static final String KEY = "output.path";

    private final Plan plan;
    private final Listing listing;
    private final OutputFolder folder;
    private final List<String> notes = new ArrayList<>();
    private List<Listing.Entry> appeared = List.of();
    private Retry retry;
    private ShardLog log;

    private Work(Plan plan, Listing listing, OutputFolder folder) {
        this.plan = plan;
        this.listing = listing;
        this.folder = folder;
    }

    /**
     * All of the listing, into a folder without results.
     *
     * @throws InputException if there are some
     */
    public static Work fresh(Plan plan, Listing listing, OutputFolder folder) throws IOException {
        folder.requireFree();
        return new Work(plan, listing, folder);
    }

    /**
     * All of the listing, in place of what an earlier run left.
     *
     * @throws InputException if what is there is not tarn's
     */
    public static Work overwriting(Plan plan, Listing listing, OutputFolder folder) throws IOException {
        folder.requireOurs();
        return new Work(plan, listing, folder);
    }

    /**
     * What an earlier run of the same plan has not committed; all of the listing where there was none.
     *
     * @throws InputException if what is there was made by another plan or another version of tarn
     */
    public static Work resuming(Plan plan, Listing listing, OutputFolder folder) throws IOException {
        if (!folder.holdsRun()) {
            return fresh(plan, listing, folder);
        }
        Resume resume = new Resume(folder, plan);
        resume.requireSame(JobJson.parse(folder.readText(OutputFolder.JOB)));
        Work work = new Work(plan, listing, folder);
        work.log = ShardLog.load(folder);
        if (work.log != null) {
            work.notes.addAll(resume.changes(work.log, listing));
            Resume.refresh(work.log, listing);
            work.appeared = Resume.appeared(work.log, listing);
        }
        return work;
    }

    /** Takes in what appeared in the input since the run began. */
    public Work withNewFiles() throws IOException {
        if (log != null && !appeared.isEmpty()) {
            notes.add(Resume.countedFiles(appeared) + " appeared since the run began, and join it");
            log.append(appeared);
            appeared = List.of();
        }
        return this;
    }

    /**
     * Does those images again that failed and have no row in {@code data/}.
     *
     * @throws InputException if the dataset is not complete yet
     */
    public Work withFailedImages(Configuration conf) throws IOException {
        if (log == null || !log.isComplete()) {
            throw new InputException(
                    KEY, folder.shown() + " is not complete; finish it first with --resume, then use --retry-failed");
        }
        retry = Retry.of(plan.input(), log.entries(), new StoredRun(folder, conf));
        long kept = retry.kept().stream().map(Failure::id).distinct().count();
        if (kept > 0) {
            notes.add(
                    kept == 1
                            ? "1 image or frame in errors/ belongs to an image with rows in data/, and stays as it is"
                            : String.format(
                                    Locale.ROOT,
                                    "%,d of the images or frames in errors/ belong to images with rows in data/, and stay as"
                                            + " they are",
                                    kept));
        }
        if (retry() != null) {
            Resume.refresh(log.entries(), retryEntries());
        }
        return this;
    }

    /** What the user should know of the input. */
    public List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        if (!appeared.isEmpty()) {
            all.add(Resume.countedFiles(appeared)
                    + " appeared since the run began, and are left out; --new-files takes them in");
        }
        return all;
    }

    /** True where all is done already. */
    public boolean isDone() throws IOException {
        return log != null && log.isComplete() && retry() == null && folder.isMarkedComplete();
    }

    /** What is committed so far, of a run that is resumed. */
    public RunResult soFar() {
        return new RunTotals(log.records()).result(0, 0, null, List.of());
    }

    /** How many images there are: as many as committed shards found, and the listing says of others; or unknown, as it is there. */
    long images() {
        if (log == null || Listing.images(log.entries()) == Listing.UNKNOWN) {
            return log == null ? listing.images() : Listing.UNKNOWN;
        }
        List<Listing.Entry> rest =
                log.entries().subList(log.next(), log.entries().size());
        long more = retry() == null ? 0 : retry.more(retryEntries());
        return new RunTotals(log.records()).images() + Listing.images(rest) + more;
    }

    /** How much is committed, for people. */
    public String committed() {
        long images = log == null ? 0 : new RunTotals(log.records()).images();
        long all = images();
        String counted = all == Listing.UNKNOWN
                ? Legible.counted(images, "image")
                : String.format(Locale.ROOT, "%,d of %s", images, Legible.counted(all, "image"));
        return counted + (images == 1 ? " is committed" : " are committed");
    }

    /** Clears away what is not to be kept. From here on the folder is this run's. */
    ShardLog begin() throws IOException {
        if (log == null) {
            folder.clear();
            log = ShardLog.start(folder, listing.entries());
        } else {
            tidy();
            folder.delete(OutputFolder.DATA + "/_SUCCESS");
            log.writeListing();
        }
        return log;
    }

    /** Removes what no committed shard wrote, and errors that a retry has replaced. */
    void tidy() throws IOException {
        Set<String> dataJobs = new HashSet<>();
        Set<String> errorJobs = new HashSet<>();
        for (ShardRecord record : log.records()) {
            if (record.retry()) {
                errorJobs.clear();
            }
            dataJobs.add(record.job());
            errorJobs.add(record.job());
        }
        folder.keepOnly(dataJobs, errorJobs);
    }

    boolean isResumed() {
        return log != null;
    }

    public Listing listing() {
        return listing;
    }

    /** What is to be done again, after all else; null for nothing. */
    Retry retry() {
        return retry == null || retry.isEmpty() ? null : retry;
    }

    /** What there is to read for it. */
    List<Listing.Entry> retryEntries() {
        return retry.entries(plan.input(), log.entries(), listing.entries());
    }
}
