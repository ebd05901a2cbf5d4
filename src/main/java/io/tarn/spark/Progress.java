package io.tarn.spark;

/** Told how far a run is; called from Spark's threads, one at a time. */
public interface Progress {
    /** A progress that nobody watches. */
    Progress SILENT = new Progress() {
        @Override
        public void start(long done, long images) {}

        @Override
        public void done(long images) {}
    };

    /**
     * Before the first task.
     *
     * @param done images that earlier runs dealt with
     * @param images all there are, or a negative number where reading them will tell
     */
    void start(long done, long images);

    /** Images dealt with so far, failed ones included; never less than the last time. */
    void done(long images);
}
