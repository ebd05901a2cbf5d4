package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.measure.StepMeter;
import io.tarn.measure.StepRow;
import io.tarn.measure.StepStats;
import io.tarn.measure.TaskMeter;
import io.tarn.pipeline.Failure;
import io.tarn.pipeline.Outcome;
import io.tarn.pipeline.Pipeline;
import io.tarn.pipeline.PooledRow;
import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.plan.Setting;
import io.tarn.spark.source.FileGroup;
import io.tarn.spark.source.Listing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.reflect.ClassTag$;

/** What travels between driver and executors survives the way, by Java and by Kryo. */
class SerializationTest {
    private static final Path TUTORIAL = Path.of("jobs/tutorial.yaml");

    /** A way to travel. */
    interface Way {
        <T> T there(T value) throws Exception;
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way() {
                    @Override
                    public <T> T there(T value) throws Exception {
                        return java(value);
                    }

                    @Override
                    public String toString() {
                        return "Java";
                    }
                },
                new Way() {
                    @Override
                    public <T> T there(T value) {
                        return kryo(value);
                    }

                    @Override
                    public String toString() {
                        return "Kryo";
                    }
                });
    }

    @Test
    void aPlanTravelsInClosures() throws Exception {
        Plan plan = JobFile.read(TUTORIAL, List.of());

        assertThat(java(plan)).isEqualTo(plan);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void statisticsKeepCountsAndPercentiles(Way way) throws Exception {
        StepMeter meter = new TaskMeter().step(3, "max_pool2d", "max");
        meter.kernel("scalar");
        for (int i = 1; i <= 1000; i++) {
            meter.ok(i * 1000L, 4, 1);
        }
        meter.failed(5000, "does_not_fit");
        StepStats stats = meter.stats();

        StepStats back = way.there(stats);

        assertThat(back.row(1)).isEqualTo(stats.row(1));
        assertThat(back.failures()).containsEntry("does_not_fit", 1L);
        StepRow twice = StepStats.rows(List.of(back, stats), 1).get(0);
        assertThat(twice.images()).isEqualTo(2000);
        assertThat(twice.failed()).isEqualTo(2);
        assertThat(twice.bytesIn()).isEqualTo(8000);
        assertThat(twice.totalNanos()).isEqualTo(2 * 1000L * (1000 * 1001 / 2) + 10_000);
        assertThat(twice.p50Nanos()).isBetween(499_000L, 501_000L);
        assertThat(twice.maxNanos()).isBetween(999_000L, 1_001_000L);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void resultsOfTasks(Way way) throws Exception {
        TaskMeter meter = new TaskMeter();
        meter.step(0, "read", null).ok(9, 4, 4);
        meter.imageDone("slow.jpg", 4);
        TaskResult result = new TaskResult(new TaskCommitMessage("moved"), List.of("data/part-0"), meter, 9, 7, 2);

        TaskResult back = way.there(result);

        assertThat(back.rows()).isEqualTo(7);
        assertThat(back.errorRows()).isEqualTo(2);
        assertThat(back.commit().obj()).isEqualTo("moved");
        assertThat(back.steps().get(0).row(1)).isEqualTo(result.steps().get(0).row(1));
        assertThat(back.slowest()).usingRecursiveFieldByFieldElementComparator().isEqualTo(result.slowest());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void groupsOfFiles(Way way) throws Exception {
        Listing listing = Listing.of(List.of("jobs/tutorial/photos"), new Configuration(false));
        FileGroup group = new FileGroup(listing.entries());

        FileGroup back = way.there(group);

        assertThat(back.size()).isEqualTo(12);
        for (int i = 0; i < 12; i++) {
            assertThat(back.path(i)).isEqualTo(group.path(i));
            assertThat(back.id(i)).isEqualTo(group.id(i));
            assertThat(back.length(i)).isEqualTo(group.length(i));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rowsAndFailures(Way way) throws Exception {
        Pipeline pipeline = new Pipeline(JobFile.read(TUTORIAL, List.of()));
        byte[] photo = Files.readAllBytes(Path.of("jobs/tutorial/photos/china.jpg"));
        Outcome good = pipeline.process(new io.tarn.pipeline.EncodedImage("china.jpg", photo));

        PooledRow row = way.there(good.row());

        assertThat(row.id()).isEqualTo("china.jpg");
        for (int i = 0; i < 3; i++) {
            assertThat(row.output(i).shape()).isEqualTo(good.row().output(i).shape());
            assertThat(row.output(i).littleEndian())
                    .isEqualTo(good.row().output(i).littleEndian());
        }

        Failure failure = new Failure("a", "max", "max_pool2d", "does_not_fit", "too small", 12);
        assertThat(way.there(failure)).usingRecursiveComparison().isEqualTo(failure);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatIsDoneAgain(Way way, @TempDir Path folder) throws Exception {
        Path photos = Files.createDirectory(folder.resolve("photos"));
        Files.writeString(photos.resolve("broken.jpg"), "no image");
        Plan plan = JobFile.read(
                TUTORIAL,
                List.of(
                        Setting.input(photos.toString()),
                        Setting.output(folder + "/out"),
                        Setting.set("errors.max_rate=1")));
        try (LocalRuns runs = new LocalRuns()) {
            runs.run(plan);
        }
        Configuration conf = new Configuration();
        StoredRun stored = new StoredRun(OutputFolder.of(folder + "/out", conf), conf);

        Retry back = way.there(Retry.of(plan.input(), List.of(), stored));

        assertThat(back.takes("broken.jpg")).isTrue();
        assertThat(back.takes("another.jpg")).isFalse();
        assertThat(back.kept()).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static <T> T java(T value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    private static <T> T kryo(T value) {
        SerializerInstance kryo = new KryoSerializer(new SparkConf(false)).newInstance();
        ByteBuffer bytes = kryo.serialize(value, ClassTag$.MODULE$.apply(Object.class));
        return kryo.deserialize(bytes, ClassTag$.MODULE$.apply(Object.class));
    }
}
