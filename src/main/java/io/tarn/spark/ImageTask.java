package io.tarn.spark;

import io.tarn.measure.StepMeter;
import io.tarn.measure.TaskMeter;
import io.tarn.pipeline.EncodedImage;
import io.tarn.pipeline.Failure;
import io.tarn.pipeline.Outcome;
import io.tarn.pipeline.Pipeline;
import io.tarn.pipeline.PooledRow;
import io.tarn.plan.Plan;
import io.tarn.spark.source.FileGroup;
import io.tarn.spark.source.Item;
import io.tarn.spark.source.ItemReader;
import io.tarn.spark.source.SourceColumn;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;

/** Runs the plan over one partition's files and commits what it wrote. */
final class ImageTask implements FlatMapFunction<Iterator<FileGroup>, TaskResult> {
    private static final long serialVersionUID = 1;

    private final Plan plan;
    private final List<SourceColumn> columns;
    private final Commit commit;
    private final int shardNumber;
    private final Broadcast<Retry> retry;
    private final FailureCount failures;

    /**
     * @param columns what images bring along from their source
     * @param retry the only images to take, or null for all
     * @param failures counts what fails
     */
    ImageTask(
            Plan plan,
            List<SourceColumn> columns,
            Commit commit,
            Shard shard,
            Broadcast<Retry> retry,
            FailureCount failures) {
        this.plan = plan;
        this.columns = new ArrayList<>(columns);
        this.commit = commit;
        this.shardNumber = shard.number();
        this.retry = retry;
        this.failures = failures;
    }

    @Override
    public Iterator<TaskResult> call(Iterator<FileGroup> groups) throws Exception {
        FileGroup group = groups.next();
        TaskContext task = TaskContext.get();
        Commit.Attempt attempt = commit.attempt(task);
        boolean committed = false;
        try (AttemptNotes.Attempt notes = commit.notes().attempt(task, attempt.conf())) {
            TaskResult result = new Running(task, attempt, notes).run(group);
            committed = true;
            return List.of(result).iterator();
        } catch (OutOfMemoryError exhausted) {
            throw noMemory("to finish its task", exhausted);
        } finally {
            if (!committed) {
                attempt.abort();
            }
        }
    }

    /** In place of an error, of which Spark would end the executor: what this attempt held is let go, and it does no harm. */
    private static IOException noMemory(String to, OutOfMemoryError exhausted) {
        return new IOException("there was no memory " + to + " (" + exhausted.getMessage()
                + "); give executors more memory, or fewer cores");
    }

    /** The state of one attempt. */
    private final class Running {
        private final TaskContext task;
        private final Commit.Attempt attempt;
        private final AttemptNotes.Attempt notes;
        private final Retry retry = ImageTask.this.retry == null ? null : ImageTask.this.retry.value();
        private final TaskMeter meter = new TaskMeter();
        private final Pipeline pipeline = new Pipeline(plan, meter);
        private final StepMeter read = meter.step(Pipeline.READ_POSITION, "read", null);
        private final StepMeter encode = meter.step(pipeline.endPosition(), "encode", null);
        private final StepMeter write = meter.step(pipeline.endPosition() + 1, "write", null);
        private final LiveTask live = new LiveTask(meter, read, encode);
        private final TensorLists lists = plan.output().layout() == Plan.Layout.TENSOR ? new TensorLists(plan) : null;
        private long images;
        private long imagesWithRows;
        private long rows;
        private long errorRows;

        Running(TaskContext task, Commit.Attempt attempt, AttemptNotes.Attempt notes) {
            this.task = task;
            this.attempt = attempt;
            this.notes = notes;
        }

        TaskResult run(FileGroup group) throws IOException {
            try (pipeline;
                    ItemReader reader = ItemReader.of(plan.input(), group, attempt.conf());
                    TaskTables tables = new TaskTables(plan, columns, attempt)) {
                if (shardNumber == 0 && task.partitionId() == 0) {
                    tables.openBoth(); // so that each table has a file, and with it its schema
                }
                if (retry != null && task.partitionId() == 0) {
                    tables.openErrors(); // for all earlier files of errors/ will go
                    for (Failure failure : retry.kept()) {
                        keep(failure, tables);
                        if (Retry.isAnImageOfItsOwn(failure)) {
                            read.stillFailed(failure.error());
                        }
                    }
                }
                Item item;
                while ((item = next(reader)) != null) {
                    long before = imagesWithRows;
                    if (item.image() == null) {
                        keep(item.failure(), tables);
                    } else {
                        process(item.image(), tables);
                    }
                    if (imagesWithRows == before) {
                        failures.addImage();
                        meter.imageFailed(item.id(), item.encodedBytes());
                    } else {
                        meter.imageDone(item.id(), item.encodedBytes());
                    }
                    images++;
                    live.imageDone();
                    task.taskMetrics().inputMetrics().incRecordsRead(1);
                }
                long start = System.nanoTime();
                tables.close();
                TaskCommitMessage message = attempt.commit();
                write.ok(System.nanoTime() - start, tables.writtenBytes(), tables.writtenBytes());
                live.tell();
                task.taskMetrics().outputMetrics().setBytesWritten(tables.writtenBytes());
                task.taskMetrics().outputMetrics().setRecordsWritten(rows);
                return new TaskResult(message, attempt.files(), meter, images, imagesWithRows, errorRows);
            }
        }

        private void process(EncodedImage image, TaskTables tables) throws IOException {
            if (notes.isToBlame(image.id())) {
                keep(pipeline.crashed(image), image.length(), tables);
                return;
            }
            if (notes.lackedMemory(image.id())) {
                encode.failed(0, "too_large");
                String message = "there was no memory to write it, in an earlier attempt of its task; it is left out";
                keep(new Failure(image.id(), null, "encode", "too_large", message, image.length()), tables);
                return;
            }
            long before = rows;
            try (Closeable held = notes.begin(image.id())) {
                pipeline.process(image, outcome -> keep(outcome, image.length(), tables));
            } catch (OutOfMemoryError exhausted) { // part of its row may be in the file, which nothing can be done with
                notes.hadNoMemory(image.id());
                throw noMemory("to write " + image.id(), exhausted);
            }
            imagesWithRows += rows > before ? 1 : 0;
        }

        /** Why a row cannot be written, or null where it can. */
        private Failure misfit(PooledRow row, long encodedBytes) {
            Failure misfit = lists == null ? null : lists.misfit(row, encodedBytes);
            misfit = misfit == null ? PooledRowWriteSupport.tooLarge(plan, row, encodedBytes) : misfit;
            return misfit == null ? DataFiles.longName(plan, row, encodedBytes) : misfit;
        }

        /** The next that is to be taken, or null. */
        private Item next(ItemReader reader) throws IOException {
            while (true) {
                if (task.isInterrupted()) {
                    throw new TaskKilledException("interrupted after " + images + " images");
                }
                long start = System.nanoTime();
                Item item = reader.next();
                if (item == null) {
                    return null;
                }
                task.taskMetrics().inputMetrics().incBytesRead(item.readBytes());
                if (retry != null && !retry.takes(item.id())) {
                    continue;
                }
                if (item.image() == null) {
                    read.failed(System.nanoTime() - start, item.failure().error());
                } else {
                    read.ok(System.nanoTime() - start, item.readBytes(), item.encodedBytes());
                }
                return item;
            }
        }

        private void keep(Failure failure, TaskTables tables) throws IOException {
            tables.write(failure);
            failures.add(failure);
            errorRows++;
        }

        private void keep(Outcome outcome, long encodedBytes, TaskTables tables) throws IOException {
            for (Failure failure : outcome.failures()) {
                keep(failure, tables);
            }
            if (outcome.row() == null) {
                return;
            }
            long start = System.nanoTime();
            Failure misfit = misfit(outcome.row(), encodedBytes);
            if (misfit != null) {
                encode.failed(System.nanoTime() - start, misfit.error());
                keep(misfit, tables);
                return;
            }
            long bytes = tables.write(outcome.row());
            encode.ok(System.nanoTime() - start, bytes, bytes);
            rows++;
        }
    }
}
