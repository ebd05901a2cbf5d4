package io.tarn.spark;

import io.tarn.measure.ExecutorRow;
import io.tarn.measure.StageRow;
import io.tarn.measure.TaskRow;
import io.tarn.spark.source.InputException;
import io.tarn.spark.source.Paths;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.deploy.history.EventLogFileReader;
import org.apache.spark.scheduler.ReplayListenerBus;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.apache.spark.scheduler.SparkListenerEnvironmentUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/** What Spark's event log tells of a run: a file, or a folder of rolled files, compressed or not, ended or cut short. */
public final class EventLog {
    /** The Spark setting that tells of the output folder. */
    public static final String OUTPUT = "spark.tarn.output";

    /** What stands in Spark's log for the value of a setting that looks like a secret. */
    private static final String REDACTED = "*********(redacted)";

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final RunListener tasks = new RunListener();
    private final Application application = new Application();

    private EventLog() {}

    /**
     * Reads it; what a killed driver did not come to write is missing.
     *
     * @throws InputException if there is no event log at that path
     */
    public static EventLog read(String written, Configuration conf) throws IOException {
        Path path = Paths.of(written);
        FileSystem fs = Paths.fileSystem(path, conf);
        if (!fs.exists(path)) {
            throw new InputException("event-log", written + " is not there; give Spark's event log of a run");
        }
        Option<EventLogFileReader> reader = EventLogFileReader.apply(fs, fs.makeQualified(path));
        if (reader.isEmpty()) {
            throw new InputException(
                    "event-log", written + " is no event log of Spark; give the file, or its eventlog_v2_ folder");
        }
        EventLog log = new EventLog();
        for (FileStatus file : CollectionConverters.asJava(reader.get().listEventLogFiles())) {
            log.replay(file.getPath(), fs);
        }
        if (log.application.id == null) {
            throw new InputException(
                    "event-log", written + " does not tell of an application; give Spark's event log of a run");
        }
        return log;
    }

    private void replay(Path file, FileSystem fs) throws IOException {
        ReplayListenerBus bus = new ReplayListenerBus();
        bus.addListener(tasks);
        bus.addListener(application);
        try (InputStream in = new BufferedInputStream(EventLogFileReader.openEventLog(file, fs))) {
            bus.replay(in, file.toString(), true, ReplayListenerBus.SELECT_ALL_FILTER());
        } catch (IllegalArgumentException unknownCodec) {
            throw new InputException(
                    "event-log", file + " is no event log of Spark: its extension names no codec that Spark knows");
        } catch (IOException failed) { // codecs have exceptions of many kinds for an early end
            requireReadable(file, fs);
            LOG.info("{} is cut short: {}", file, failed.getMessage());
        }
    }

    /** @throws IOException if it is the storage that fails */
    private static void requireReadable(Path file, FileSystem fs) throws IOException {
        try (InputStream in = fs.open(file)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** The output folder that the run wrote to, or null where it was not tarn's, or Spark took the path for a secret. */
    public String output() {
        return application.output;
    }

    String applicationId() {
        return application.id;
    }

    /** From the start of the application to the last that is known of it. */
    public long wallMillis() {
        return application.lastMillis - application.startMillis;
    }

    /** Of the executors that were there at one time, when they had most. */
    public int cores() {
        return Math.max(1, application.mostCores);
    }

    public List<StageRow> stages() {
        return tasks.stages(cores());
    }

    public List<TaskRow> tasks() {
        return tasks.tasks();
    }

    public List<ExecutorRow> executors() {
        return ExecutorRow.of(tasks.tasks(), application.cores);
    }

    private static final class Application extends SparkListener {
        private final Map<String, Integer> cores = new HashMap<>();
        private final Set<String> present = new HashSet<>();
        private int mostCores;
        private String id;
        private String output;
        private long startMillis;
        private long lastMillis;

        @Override
        public void onApplicationStart(SparkListenerApplicationStart event) {
            id = event.appId().getOrElse(() -> null);
            startMillis = event.time();
            lastMillis = event.time();
        }

        @Override
        public void onApplicationEnd(SparkListenerApplicationEnd event) {
            lastMillis = event.time();
        }

        @Override
        public void onEnvironmentUpdate(SparkListenerEnvironmentUpdate event) {
            for (Tuple2<String, String> property :
                    CollectionConverters.asJava(event.environmentDetails().apply("Spark Properties"))) {
                if (property._1().equals(OUTPUT) && !property._2().equals(REDACTED)) {
                    output = property._2();
                }
            }
        }

        @Override
        public void onExecutorAdded(SparkListenerExecutorAdded event) {
            cores.put(event.executorId(), event.executorInfo().totalCores());
            present.add(event.executorId());
            mostCores =
                    Math.max(mostCores, present.stream().mapToInt(cores::get).sum());
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
            present.remove(event.executorId());
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd event) {
            lastMillis = Math.max(lastMillis, event.taskInfo().finishTime());
        }
    }
}
