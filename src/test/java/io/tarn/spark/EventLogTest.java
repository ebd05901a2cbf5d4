package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.plan.Setting;
import io.tarn.spark.source.InputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose driver was killed: what it did not write comes from Spark's event log. */
class EventLogTest {
    private static final List<String> TABLES = List.of("stages", "tasks", "executors", "steps", "slowest");

    private final Configuration conf = new Configuration(false);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theTablesAreThoseThatTheDriverWouldHaveWritten(boolean rolling) throws Exception {
        Path out = run(rolling);
        Map<String, Object> written = tables(out);
        Path job = out.resolve("job.json");
        String resumed = Files.readString(job)
                .replace("\"state\" : \"finished\"", "\"state\" : \"running\"")
                .replace("\"images_done\" : 12", "\"images_done\" : 5")
                .replace("\"images_now\" : 12", "\"images_now\" : 0");
        Files.writeString(job, resumed);
        for (String table : TABLES) {
            Files.delete(out.resolve("stats/" + table + "/part-00000.zstd.parquet"));
        }

        EventLog log = EventLog.read(eventLog().toString(), conf);
        OutputFolder output = OutputFolder.of(log.output(), conf);
        new StoredRun(output, conf).complete(log);

        assertThat(output.path().toUri().getPath()).isEqualTo(out.toString());
        assertThat(tables(out)).isEqualTo(written);
        assertThat(job)
                .content()
                .contains("\"state\" : \"failed\"", "The driver died", "\"images_done\" : 12", "\"failed\" : 0")
                .contains("\"images_now\" : 7");
    }

    @Test
    void aLogThatIsCutShortTellsWhatItHas() throws Exception {
        run(false);
        Path log = eventLog();
        List<String> lines = Files.readAllLines(log);
        List<String> kept = lines.subList(0, lines.size() / 2);
        Files.writeString(
                log, String.join("\n", kept) + "\n" + lines.get(kept.size()).substring(0, 40));
        long tasks = kept.stream()
                .filter(line -> line.startsWith("{\"Event\":\"SparkListenerTaskEnd\""))
                .count();

        assertThat(EventLog.read(log.toString(), conf).tasks()).hasSize((int) tasks);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "lz4", "lzf", "snappy"})
    void aCompressedLogMayBeCutShortToo(String codec) throws Exception {
        run(true, codec);
        Path log;
        try (Stream<Path> files = Files.list(eventLog())) {
            log = files.filter(file -> file.getFileName().toString().startsWith("events_"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] whole = Files.readAllBytes(log);
        Files.write(log, Arrays.copyOf(whole, whole.length - 10));

        assertThat(EventLog.read(eventLog().toString(), conf).wallMillis()).isNotNegative();
    }

    /** Local files that cannot be read beyond their first 20,000 bytes. */
    public static final class Failing extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create("failing:///");
        }

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferBytes) throws IOException {
            FSDataInputStream in = super.open(path, bufferBytes);
            return new FSDataInputStream(new FSInputStream() {
                @Override
                public int read() throws IOException {
                    if (in.getPos() >= 20_000) {
                        throw new IOException("planted");
                    }
                    return in.read();
                }

                @Override
                public void seek(long position) throws IOException {
                    in.seek(position);
                }

                @Override
                public long getPos() throws IOException {
                    return in.getPos();
                }

                @Override
                public boolean seekToNewSource(long position) {
                    return false;
                }

                @Override
                public void close() throws IOException {
                    in.close();
                }
            });
        }
    }

    @Test
    void aStorageThatFailsIsNotTakenForTheEndOfTheLog() throws Exception {
        run(false);
        conf.set("fs.failing.impl", Failing.class.getName());

        assertThatThrownBy(() -> EventLog.read("failing:" + eventLog(), conf))
                .isInstanceOf(IOException.class)
                .hasMessage("planted");
    }

    @Test
    void theLogOfAnotherRunIsRefused() throws Exception {
        Path out = run(false);
        Path job = out.resolve("job.json");
        Files.writeString(
                job,
                Files.readString(job)
                        .replaceFirst("\"application_id\" : \"[^\"]*\"", "\"application_id\" : \"app-1\""));

        EventLog log = EventLog.read(eventLog().toString(), conf);

        assertThatThrownBy(() -> new StoredRun(OutputFolder.of(out.toString(), conf), conf).complete(log))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("was last written by app-1; give that one's log");
    }

    /** Two executors of four cores, of which one is lost and replaced. */
    @Test
    void coresAreThoseThatWereThereAtATime() throws Exception {
        run(false);
        Path log = eventLog();
        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        int added = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).startsWith("{\"Event\":\"SparkListenerExecutorAdded\""))
                .findFirst()
                .orElseThrow();
        String driver = lines.remove(added);
        for (String id : List.of("1", "2", "3")) {
            String executor = driver.replace("\"Executor ID\":\"driver\"", "\"Executor ID\":\"" + id + "\"")
                    .replaceFirst("\"Total Cores\":\\d+", "\"Total Cores\":4");
            assertThat(executor).contains("\"Total Cores\":4").isNotEqualTo(driver);
            lines.add(added++, executor);
            if (id.equals("2")) {
                lines.add(
                        added++,
                        "{\"Event\":\"SparkListenerExecutorRemoved\",\"Timestamp\":1,\"Executor ID\":\"1\","
                                + "\"Removed Reason\":\"planted\"}");
            }
        }
        Files.write(log, lines);

        assertThat(EventLog.read(log.toString(), conf).cores()).isEqualTo(8);
    }

    /** Spark leaves out of its log what looks like a secret, such as a folder named token. */
    @Test
    void anOutputThatSparkDoesNotTellIsNone() throws Exception {
        folder = Files.createDirectory(folder.resolve("token"));
        run(false);

        assertThat(EventLog.read(eventLog().toString(), conf).output()).isNull();
    }

    @Test
    void whatIsNoEventLogIsRefused() throws Exception {
        Path other = Files.writeString(folder.resolve("other.txt"), "hello\n");

        assertThatThrownBy(() -> EventLog.read(folder + "/nowhere", conf))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nowhere is not there");
        assertThatThrownBy(() -> EventLog.read(folder.toString(), conf))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is no event log of Spark");
        assertThatThrownBy(() -> EventLog.read(other.toString(), conf))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("names no codec that Spark knows");
        Path nameless = Files.move(other, folder.resolve("other"));
        assertThatThrownBy(() -> EventLog.read(nameless.toString(), conf))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("does not tell of an application");
    }

    private Path run(boolean rolling) throws IOException {
        return run(rolling, "zstd");
    }

    private Path run(boolean rolling, String codec) throws IOException {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Path out = folder.resolve("out");
        SparkConf spark = new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.eventLog.enabled", "true")
                .set("spark.eventLog.rolling.enabled", "" + rolling)
                .set("spark.eventLog.compress", "" + rolling)
                .set("spark.eventLog.compression.codec", codec)
                .set("spark.eventLog.dir", logs.toUri().toString())
                .set(EventLog.OUTPUT, out.toString());
        try (JavaSparkContext context = new JavaSparkContext(spark)) {
            Plan plan = JobFile.read(
                    Path.of("jobs/tutorial.yaml"),
                    List.of(Setting.output(out.toString()), Setting.set("output.shard_images=5")));
            LocalRuns.pool(plan, context);
        }
        return out;
    }

    private Path eventLog() throws IOException {
        try (Stream<Path> logs = Files.list(folder.resolve("logs"))) {
            return logs.filter(log -> !log.getFileName().toString().startsWith("."))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Map<String, Object> tables(Path out) {
        Map<String, Object> tables = new LinkedHashMap<>();
        TABLES.forEach(table -> tables.put(table, Sql.table(out, "stats/" + table)));
        return tables;
    }
}
