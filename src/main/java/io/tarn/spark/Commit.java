package io.tarn.spark;

import io.tarn.spark.source.InputException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's own commit protocol over the output folder: what a task writes becomes visible when the job commits, and of
 * several attempts of a task only one may commit.
 */
final class Commit implements Serializable {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Commit.class);
    private static final String PROTOCOL = "spark.sql.sources.commitProtocolClass";
    private static final String BY_RENAMING = "org.apache.spark.internal.io.HadoopMapReduceCommitProtocol";
    private static final String BY_COMMITTER_OF_THE_STORE =
            "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol";

    private final String output;
    private final FileCommitProtocol protocol;
    private final SerializableConfiguration conf;
    private final String tracker;
    private final AttemptNotes notes;

    /**
     * @param runId names the run's files, and differs from any other run's
     * @param tracker fourteen digits, Hadoop's way to name a job
     */
    Commit(SparkConf spark, Configuration hadoop, Path output, String runId, String tracker) throws IOException {
        Job job = Job.getInstance(hadoop);
        job.setOutputFormatClass(TextOutputFormat.class);
        FileOutputFormat.setOutputPath(job, output);
        // _SUCCESS belongs into data/ and is written when everything else is there.
        job.getConfiguration().setBoolean("mapreduce.fileoutputcommitter.marksuccessfuljobs", false);
        // A folder of its own below _temporary: what an earlier job left there, or a lost one still writes, is not
        // ours.
        job.getConfiguration().setInt("mapreduce.job.application.attempt.id", runId.hashCode() & Integer.MAX_VALUE);
        // The committer's own removal of lost uploads fails where the answer to a removal is lost.
        job.getConfiguration().setBoolean("fs.s3a.committer.abort.pending.uploads", false);
        // What S3's committers name their uploads after.
        job.getConfiguration().set("spark.sql.sources.writeJobUUID", runId);
        this.output = output.toString();
        this.conf = new SerializableConfiguration(job.getConfiguration());
        this.tracker = tracker;
        this.notes = new AttemptNotes(new Path(output, "_temporary/attempts-" + runId));
        this.protocol = FileCommitProtocol.instantiate(protocol(spark, output), runId, output.toString(), false);
    }

    /**
     * The class that commits to that place. S3 has no renaming: there a file is uploaded to where it shall stand, and
     * the upload completed by the commit.
     *
     * @throws InputException if S3 is written to and the class is not there
     */
    static String protocol(SparkConf spark, Path output) {
        if (spark.contains(PROTOCOL)) {
            return spark.get(PROTOCOL);
        }
        if (!"s3a".equals(output.toUri().getScheme())) {
            return BY_RENAMING;
        }
        if (!Utils.classIsLoadable(BY_COMMITTER_OF_THE_STORE)) {
            throw new InputException(
                    "output.path",
                    output + " needs spark-hadoop-cloud on the class path, to commit without copying; add it with"
                            + " --jars as the README's part on S3 says");
        }
        return BY_COMMITTER_OF_THE_STORE;
    }

    void setUp() {
        protocol.setupJob(jobContext());
    }

    /** What attempts leave for those after them. */
    AttemptNotes notes() {
        return notes;
    }

    /** What the storage said, when some of the files may be in their places. */
    static final class Failed extends IOException {
        private static final long serialVersionUID = 1;

        private Failed(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * @throws Failed if the storage refuses, or its answer is lost
     */
    void commit(List<TaskCommitMessage> messages) throws IOException {
        try {
            notes.clear(conf.value());
            protocol.commitJob(
                    jobContext(), CollectionConverters.asScala(messages).toSeq());
        } catch (Exception e) { // Hadoop's, which Scala does not declare
            throw new Failed(e);
        }
        removeLostUploads();
    }

    void abort() throws IOException {
        try {
            notes.clear(conf.value());
        } finally {
            protocol.abortJob(jobContext());
            removeLostUploads();
        }
    }

    /** On S3: the parts that killed attempts and runs uploaded, which are kept, unseen, until someone removes them. */
    private void removeLostUploads() {
        Path folder = new Path(output);
        if (!"s3a".equals(folder.toUri().getScheme())) {
            return;
        }
        try (MultipartUploader uploader = folder.getFileSystem(conf.value())
                .createMultipartUploader(folder)
                .build()) {
            uploader.abortUploadsUnderPath(folder).get();
        } catch (IOException | ExecutionException e) {
            LOG.warn("uploads that lost tasks began may be left under {}: {}", output, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One attempt of a task. */
    final class Attempt {
        private final TaskAttemptContext context;
        private final List<String> files = new ArrayList<>();

        private Attempt(TaskContext task) {
            TaskID taskId = new TaskID(new JobID(tracker, 0), TaskType.MAP, task.partitionId());
            int attempt = (int) (task.taskAttemptId() & Integer.MAX_VALUE);
            context = new TaskAttemptContextImpl(new Configuration(conf.value()), new TaskAttemptID(taskId, attempt));
            identify(context.getConfiguration(), context.getTaskAttemptID());
            protocol.setupTask(context);
        }

        Configuration conf() {
            return context.getConfiguration();
        }

        /** A new file that will stand in that folder of the output. */
        Path file(String folder, String suffix) {
            String named = protocol.newTaskTempFile(context, Option.apply(folder), new FileNameSpec("", suffix));
            Path file = withPlainDigits(new Path(named));
            files.add(folder + "/" + file.getName());
            return file;
        }

        /** What of the output the files made so far will be, as {@code data/part-00000.parquet}. */
        List<String> files() {
            return files;
        }

        TaskCommitMessage commit() {
            return protocol.commitTask(context);
        }

        void abort() {
            protocol.abortTask(context);
        }
    }

    /** Spark numbers files in the digits of the JVM's locale. */
    private static Path withPlainDigits(Path file) {
        StringBuilder name = new StringBuilder();
        file.getName()
                .codePoints()
                .forEach(each -> name.appendCodePoint(
                        Character.isDigit(each) ? Character.forDigit(Character.digit(each, 10), 10) : each));
        return new Path(file.getParent(), name.toString());
    }

    Attempt attempt(TaskContext task) {
        return new Attempt(task);
    }

    private JobContext jobContext() {
        JobID jobId = new JobID(tracker, 0);
        Configuration own = new Configuration(conf.value());
        identify(own, new TaskAttemptID(new TaskID(jobId, TaskType.MAP, 0), 0));
        return new JobContextImpl(own, jobId);
    }

    private static void identify(Configuration own, TaskAttemptID attempt) {
        own.set("mapreduce.job.id", attempt.getJobID().toString());
        own.set("mapreduce.task.id", attempt.getTaskID().toString());
        own.set("mapreduce.task.attempt.id", attempt.toString());
        own.setBoolean("mapreduce.task.ismap", true);
        own.setInt("mapreduce.task.partition", attempt.getTaskID().getId());
    }
}
