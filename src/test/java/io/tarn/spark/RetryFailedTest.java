package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.measure.SlowImage;
import io.tarn.measure.StepRow;
import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.spark.source.InputException;
import io.tarn.spark.source.Listing;
import io.tarn.tensor.DType;
import io.tarn.tensor.Npy;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --retry-failed} where an image is more or less than a row: what was done stays, and nothing is there twice. */
class RetryFailedTest {
    private static JavaSparkContext spark;

    @TempDir
    Path folder;

    private Path in;
    private List<String> notes;
    /** What a progress is told: at first, and at last. */
    private List<String> told;

    @BeforeAll
    static void start() {
        spark = new JavaSparkContext(
                new SparkConf(false).setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false"));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @BeforeEach
    void makeInput() throws IOException {
        in = Files.createDirectory(folder.resolve("in"));
    }

    @Test
    void imagesWithSomeOutputsStayAsTheyAre() throws Exception {
        Files.write(in.resolve("good.png"), png(8));
        Files.write(in.resolve("small.png"), png(2));
        Files.writeString(in.resolve("broken.png"), "no image");
        Files.writeString(in.resolve("still.png"), "no image");
        Plan plan = plan("images", "outputs: {whole: [], pooled: {max_pool2d: {kernel_size: 4}}}", "partial: keep");
        assertThat(run(plan).failed()).isEqualTo(2);
        assertThat(errors()).containsExactly("broken.png decode", "small.png max_pool2d", "still.png decode");

        Files.write(in.resolve("broken.png"), png(8));
        RunResult result = retry(plan);

        assertThat(notes)
                .contains("1 image or frame in errors/ belongs to an image with rows in data/, and stays as it is");
        assertThat(result.imagesNow()).isEqualTo(2);
        assertThat(result.images()).isEqualTo(4);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.errorRows()).isEqualTo(2);
        assertThat(ids("data")).containsExactly("broken.png", "good.png", "small.png");
        assertThat(errors()).containsExactly("small.png max_pool2d", "still.png decode");

        Files.write(in.resolve("still.png"), png(8));
        assertThat(retry(plan).failed()).isZero();
        assertThat(errors()).containsExactly("small.png max_pool2d");
        assertThat(resuming(plan).withFailedImages(spark.hadoopConfiguration()).isDone())
                .as("there is none without a row")
                .isTrue();
    }

    @Test
    void oneImageIsCountedAsOne() throws Exception {
        Files.write(in.resolve("small.png"), png(2));
        Plan plan = plan("images", "outputs: {whole: [], pooled: {max_pool2d: {kernel_size: 4}}}", "partial: keep");
        run(plan);

        assertThat(resuming(plan).committed()).isEqualTo("1 of 1 image is committed");
        retry(plan);
        assertThat(notes)
                .containsExactly(
                        "1 image or frame in errors/ belongs to an image with rows in data/, and stays as it is");
    }

    @Test
    void whatIsDoneAgainCountsOnce() throws Exception {
        for (String name : List.of("a.png", "b.png", "c.png")) {
            Files.write(in.resolve(name), png(8));
        }
        for (String name : List.of("d.png", "e.png", "f.png")) {
            Files.writeString(in.resolve(name), "no image");
        }
        Plan plan = plan("images", "outputs: {image: []}", "partial: drop");
        run(plan);
        for (String name : List.of("d.png", "e.png", "f.png")) {
            Files.write(in.resolve(name), png(8));
        }

        RunResult result = retry(plan);

        assertThat(result.steps())
                .filteredOn(
                        step -> List.of("read", "decode", "to_tensor", "encode").contains(step.step()))
                .hasSize(4)
                .allSatisfy(step -> {
                    assertThat(step.images()).as(step.step()).isEqualTo(6);
                    assertThat(step.failed()).as(step.step()).isZero();
                    assertThat(step.failures()).as(step.step()).isNull();
                });
        assertThat(result.steps().get(0).bytesIn()).isEqualTo(6L * png(8).length);
        assertThat(result.slowest()).extracting(SlowImage::id).hasSize(6).doesNotHaveDuplicates();
    }

    /** More images than a list of the slowest holds: one that is fast now is in no list of the retry. */
    @Test
    void whatWasSlowWhenItFailedIsNoLongerAmongTheSlowest() throws Exception {
        for (int i = 0; i < 24; i++) {
            Files.writeString(in.resolve(i + ".png"), "no image");
        }
        Files.write(in.resolve("z.png"), new byte[40 << 20]);
        Plan plan = plan("images", "outputs: {image: []}", "partial: drop");
        assertThat(run(plan).slowest().get(0).id()).isEqualTo("z.png");

        for (int i = 0; i < 24; i++) {
            Files.write(in.resolve(i + ".png"), png(500));
        }
        Files.write(in.resolve("z.png"), png(8));
        RunResult result = retry(plan);

        assertThat(result.failed()).isZero();
        assertThat(result.slowest()).hasSize(20).noneMatch(image -> image.encodedBytes() > 1 << 20);
    }

    @Test
    void aRetryThatDiesLeavesWhatWasThere() throws Exception {
        Files.write(in.resolve("good.png"), png(8));
        Files.writeString(in.resolve("broken.png"), "no image");
        Plan plan = plan("images", "outputs: {image: []}", "partial: drop");
        run(plan);
        Files.write(in.resolve("broken.png"), png(8));

        assertThatThrownBy(() -> retry(Planted.in(plan, Planted.deathAt("broken.png", Integer.MAX_VALUE))))
                .hasMessageContaining("planted");

        assertThat(folder.resolve("out/data/_SUCCESS")).doesNotExist();
        assertThat(errors()).containsExactly("broken.png decode");

        assertThat(pool(plan, resuming(plan)).imagesNow()).isZero();
        assertThat(folder.resolve("out/data/_SUCCESS")).exists();
        assertThat(ids("data")).containsExactly("good.png");
        assertThat(errors()).containsExactly("broken.png decode");

        assertThat(retry(plan).failed()).isZero();
        assertThat(ids("data")).containsExactly("broken.png", "good.png");
        assertThat(errors()).isEmpty();
    }

    @Test
    void filesOfWhichFramesAreThereStayAsTheyAre() throws Exception {
        byte[] gif = resource("gif_animated.gif");
        Files.write(in.resolve("whole#1.gif"), gif);
        Files.write(in.resolve("cut.gif"), Arrays.copyOf(gif, gif.length - 20));
        Files.writeString(in.resolve("none.gif"), "GIF89a");
        Plan plan = plan("images, decode: {frames: all}", "outputs: {image: []}", "partial: drop");
        assertThat(run(plan).failed()).isEqualTo(1);
        assertThat(errors()).containsExactly("cut.gif#5 decode", "none.gif#1 decode");

        Files.write(in.resolve("none.gif"), gif);
        RunResult result = retry(plan);

        assertThat(result.imagesNow()).isEqualTo(1);
        assertThat(result.failed()).isZero();
        assertThat(ids("data"))
                .hasSize(14)
                .doesNotHaveDuplicates()
                .contains("cut.gif#4", "none.gif#5", "whole#1.gif#5");
        assertThat(errors()).containsExactly("cut.gif#5 decode");
    }

    @Test
    void ofAnArchiveThatBrokeOffTheRestIsDone() throws Exception {
        byte[] tar = tar("b", "a", "b", "c", "d");
        Files.write(in.resolve("0.tar"), Arrays.copyOf(tar, 3 * 1024 + 512 + 16)); // ends within c
        Files.write(in.resolve("1.tar"), tar("x"));
        Plan plan = plan("webdataset", "outputs: {image: []}", "partial: drop");
        assertThat(run(plan).images()).isEqualTo(5);
        assertThat(ids("data")).containsExactly("0.tar/a", "0.tar/b", "1.tar/x");
        assertThat(errors()).containsExactly("0.tar read", "0.tar/b read");

        RunResult again = retry(plan);

        assertThat(again.images()).isEqualTo(5);
        assertThat(again.failed()).isEqualTo(2);
        assertThat(errors()).containsExactly("0.tar read", "0.tar/b read");

        Files.write(in.resolve("0.tar"), tar);
        RunResult result = retry(plan);

        assertThat(ids("data")).containsExactly("0.tar/a", "0.tar/b", "0.tar/c", "0.tar/d", "1.tar/x");
        assertThat(errors()).containsExactly("0.tar/b read");
        assertThat(result.images()).isEqualTo(6);
        assertThat(result.failed()).isEqualTo(1);
    }

    @Test
    void aFileWhoseNameOnlyBeginsLikeAnothersIsNotRead() throws Exception {
        byte[] tar = tar("a", "b");
        Files.write(in.resolve("0.tar"), Arrays.copyOf(tar, 1024 + 512 + 16)); // ends within b
        Files.write(in.resolve("0.tar.gz"), tar("a", "b", "c"));
        Plan plan = plan("webdataset", "outputs: {image: []}", "partial: drop");
        run(plan);
        Files.write(in.resolve("0.tar"), tar);

        RunResult result = retry(plan);

        assertThat(ids("data")).containsExactly("0.tar.gz/a", "0.tar.gz/b", "0.tar.gz/c", "0.tar/a", "0.tar/b");
        assertThat(result.stages()).singleElement().satisfies(stage -> assertThat(stage.inputBytes())
                .isLessThan(tar.length + 512L));
    }

    @Test
    void ofAnNpzArchiveWhatFailedIsDone() throws Exception {
        byte[] npz = npz("a", "b", "c");
        Files.write(in.resolve("0.npz"), Arrays.copyOf(npz, npz.length - 30)); // no index: nothing of it can be read
        Files.write(in.resolve("1.npz"), withBrokenMember(npz, 1));
        Files.write(in.resolve("2.npz"), npz("x"));
        Plan plan = plan("npy", "outputs: {image: []}", "partial: drop");
        assertThat(run(plan).images()).isEqualTo(5);
        assertThat(ids("data")).containsExactly("1.npz/a", "1.npz/c", "2.npz/x");
        assertThat(errors()).containsExactly("0.npz read", "1.npz/b read");

        RunResult again = retry(plan);

        assertThat(again.images()).isEqualTo(5);
        assertThat(again.imagesNow()).isEqualTo(2);
        assertThat(errors()).containsExactly("0.npz read", "1.npz/b read");

        Files.write(in.resolve("0.npz"), npz);
        RunResult half = retry(plan);

        assertThat(half.images()).isEqualTo(7);
        assertThat(half.failed()).isEqualTo(1);
        assertThat(errors()).containsExactly("1.npz/b read");

        Files.write(in.resolve("1.npz"), npz);
        RunResult result = retry(plan);

        assertThat(result.images()).isEqualTo(7);
        assertThat(result.imagesNow()).isEqualTo(1);
        assertThat(result.failed()).isZero();
        assertThat(ids("data"))
                .containsExactly("0.npz/a", "0.npz/b", "0.npz/c", "1.npz/a", "1.npz/b", "1.npz/c", "2.npz/x");
        assertThat(errors()).isEmpty();
    }

    @Test
    void ofMembersOfOneNameInAnNpzArchiveTheSecondStaysAnError() throws Exception {
        Files.write(in.resolve("0.npz"), npz("a", "b", "a"));
        Plan plan = plan("npy", "outputs: {image: []}", "partial: drop");
        assertThat(run(plan).failed()).isEqualTo(1);

        assertThat(resuming(plan).withFailedImages(spark.hadoopConfiguration()).isDone())
                .isTrue();
        assertThat(ids("data")).containsExactly("0.npz/a", "0.npz/b");
        assertThat(errors()).containsExactly("0.npz/a read");
    }

    @Test
    void ofAParquetFileThatCouldNotBeReadAllRowsAreDone() throws Exception {
        Path rows = parquet("rows");
        byte[] whole = Files.readAllBytes(rows);
        Files.copy(rows, in.resolve("good.parquet"));
        Files.write(in.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length / 2));
        Plan plan = plan("parquet, column: image", "outputs: {image: []}", "partial: drop");
        assertThat(run(plan).failed()).isEqualTo(1);
        assertThat(ids("data")).containsExactly("good.parquet#0", "good.parquet#1", "good.parquet#2");
        assertThat(errors()).containsExactly("cut.parquet read");

        Files.write(in.resolve("cut.parquet"), whole);
        RunResult result = retry(plan);

        assertThat(told).as("as progress").containsExactly("3 of 6", "6");
        assertThat(result.images()).isEqualTo(6);
        assertThat(result.failed()).isZero();
        assertThat(resuming(plan).committed()).isEqualTo("6 of 6 images are committed");
        assertThat(ids("data"))
                .hasSize(6)
                .contains("cut.parquet#0", "cut.parquet#2")
                .doesNotHaveDuplicates();
        assertThat(errors()).isEmpty();
    }

    @Test
    void rowsOfAParquetFileThatWentStayErrorsUntilItIsBack() throws Exception {
        Path rows = parquet("rows");
        Path file = Files.copy(rows, in.resolve("rows.parquet"));
        Files.copy(rows, in.resolve("good.parquet"));
        byte[] whole = Files.readAllBytes(rows);
        Plan plan = plan("parquet, column: image", "outputs: {image: []}", "partial: drop");
        Listing listing = Listing.of(plan, spark.hadoopConfiguration());
        Files.delete(file);

        RunResult result = pool(plan, Work.fresh(plan, listing, out()));

        assertThat(result.images()).isEqualTo(6);
        assertThat(result.failed()).isEqualTo(3);
        List<String> lost = List.of("rows.parquet#0 read", "rows.parquet#1 read", "rows.parquet#2 read");
        assertThat(errors()).isEqualTo(lost);

        assertThat(retry(plan).failed()).as("it is still gone").isEqualTo(3);
        assertThat(told).containsExactly("3 of 6", "6");
        assertThat(errors()).isEqualTo(lost);

        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThat(retry(plan).failed()).as("it is cut short").isEqualTo(3);
        assertThat(errors()).isEqualTo(lost);

        Files.write(file, whole);
        RunResult again = retry(plan);
        assertThat(again.images()).isEqualTo(6);
        assertThat(again.failed()).isZero();
        assertThat(ids("data")).hasSize(6).doesNotHaveDuplicates();
        assertThat(errors()).isEmpty();
    }

    @Test
    void ofAParquetFileWithARowThatFailedNothingElseIsDone() throws Exception {
        writeImages("a", null, "c");
        Plan plan = plan("parquet, column: image", "outputs: {image: []}", "partial: drop");
        run(plan);
        assertThat(errors()).containsExactly("rows.parquet#1 read");
        writeImages("a", "b", "c", "d");

        RunResult result = retry(plan);

        assertThat(result.imagesNow()).isEqualTo(1);
        assertThat(ids("data")).containsExactly("rows.parquet#0", "rows.parquet#1", "rows.parquet#2");
    }

    /** A file whose rows are images, but for those without a name. */
    private void writeImages(String... names) throws IOException {
        Path png = Files.write(folder.resolve("image.png"), png(8));
        Sql.execute("COPY (SELECT if(name IS NULL, NULL, content) AS image FROM read_blob('" + png + "'), unnest(["
                + Arrays.stream(names)
                        .map(name -> name == null ? "NULL" : "'" + name + "'")
                        .collect(Collectors.joining(", "))
                + "]) AS names(name)) TO '" + in.resolve("rows.parquet") + "' (FORMAT parquet)");
    }

    @Test
    void rowsWhoseIdsAreLostAreNotGuessed() throws Exception {
        Path rows = parquet("rows");
        byte[] whole = Files.readAllBytes(rows);
        Files.copy(rows, in.resolve("good.parquet"));
        Files.write(in.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length / 2));
        Plan plan = plan("parquet, column: image, id: name", "outputs: {image: []}", "partial: drop");
        run(plan);

        assertThatThrownBy(() -> retry(plan))
                .isInstanceOf(InputException.class)
                .hasMessage("--retry-failed cannot tell which rows of cut.parquet are lost, for ids come from the"
                        + " column name; run the job anew with --overwrite");
    }

    @Test
    void progressEndsWithAllImages() throws Exception {
        Files.write(in.resolve("good.png"), png(8));
        Files.writeString(in.resolve("broken.png"), "no image");
        Plan plan = plan("images", "outputs: {image: []}", "partial: drop");
        run(plan);

        assertThat(progressOfRetry(plan))
                .as("done before, of so many; done then")
                .startsWith(1L, 2L)
                .endsWith(2L);
    }

    @Test
    void progressOfRowsToo() throws Exception {
        writeImages("a", null, "c");
        Plan plan = plan("parquet, column: image", "outputs: {image: []}", "partial: drop");
        run(plan);

        assertThat(progressOfRetry(plan))
                .as("done before, of so many; done then")
                .startsWith(2L, 3L)
                .endsWith(3L);
    }

    private List<Long> progressOfRetry(Plan plan) throws IOException {
        List<Long> told = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void start(long done, long images) {
                told.addAll(List.of(done, images));
            }

            @Override
            public void done(long images) {
                told.add(images);
            }
        };

        Work work = resuming(plan).withFailedImages(spark.hadoopConfiguration());
        try (RunLock lock = RunLock.take(out())) {
            new PoolRun(spark, plan, work, out(), lock, progress).run();
        }
        return told;
    }

    private Plan plan(String input, String outputs, String errors) throws IOException {
        return JobFile.read(
                Files.writeString(folder.resolve("job.yaml"), """
                        input: {format: %s, path: %s}
                        steps: [%s]
                        %s
                        output: {path: %s}
                        errors: {max_rate: 1, %s}
                        """.formatted(
                        input, in, input.equals("npy") ? "" : "to_tensor", outputs, folder.resolve("out"), errors)),
                List.of());
    }

    private RunResult run(Plan plan) throws IOException {
        return agreeing(LocalRuns.pool(plan, spark));
    }

    private RunResult retry(Plan plan) throws IOException {
        Work work = resuming(plan).withFailedImages(spark.hadoopConfiguration());
        notes = work.notes();
        return pool(plan, work);
    }

    private RunResult pool(Plan plan, Work work) throws IOException {
        try (RunLock lock = RunLock.take(out())) {
            return agreeing(new PoolRun(spark, plan, work, out(), lock, progress()).run());
        }
    }

    private Progress progress() {
        told = new ArrayList<>();
        return new Progress() {
            @Override
            public void start(long done, long images) {
                told.add(done + " of " + images);
            }

            @Override
            public void done(long images) {
                told.subList(1, told.size()).clear();
                told.add("" + images);
            }
        };
    }

    /** What is counted is what is there: each row of {@code errors/} at its step, and each image once. */
    private RunResult agreeing(RunResult result) {
        Map<String, Map<String, Long>> rows = new TreeMap<>();
        for (Map<String, Object> row : Sql.table(folder.resolve("out"), "errors")) {
            rows.computeIfAbsent((String) row.get("step"), step -> new TreeMap<>())
                    .merge((String) row.get("error"), 1L, Long::sum);
        }
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        long read = 0;
        for (StepRow step : result.steps()) {
            if (step.failures() != null) {
                for (String failure : step.failures().split(", ")) {
                    String[] parts = failure.split(" ");
                    counts.computeIfAbsent(step.step(), name -> new TreeMap<>())
                            .merge(parts[0], Long.valueOf(parts[1]), Long::sum);
                }
            }
            read += step.step().equals("read") ? step.images() + step.failed() : 0;
        }
        assertThat(counts).isEqualTo(rows);
        assertThat(read).isEqualTo(result.images());
        return result;
    }

    private Work resuming(Plan plan) throws IOException {
        return Work.resuming(plan, Listing.of(plan, spark.hadoopConfiguration()), out());
    }

    private OutputFolder out() {
        return OutputFolder.of(folder.resolve("out").toString(), spark.hadoopConfiguration());
    }

    private List<String> ids(String table) {
        return Sql.table(folder.resolve("out"), table).stream()
                .map(row -> (String) row.get("id"))
                .sorted()
                .toList();
    }

    private List<String> errors() {
        List<String> errors = new ArrayList<>();
        for (Map<String, Object> row : Sql.table(folder.resolve("out"), "errors")) {
            errors.add(row.get("id") + " " + row.get("step"));
        }
        errors.sort(null);
        return errors;
    }

    private static byte[] png(int size) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    private static byte[] tar(String... keys) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, 512)) {
            for (String key : keys) {
                byte[] image = png(8);
                TarArchiveEntry entry = new TarArchiveEntry(key + ".png");
                entry.setSize(image.length);
                out.putArchiveEntry(entry);
                out.write(image);
                out.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** Uncompressed arrays of four bytes; a name may come twice. */
    private static byte[] npz(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
            out.setMethod(ZipArchiveOutputStream.STORED);
            for (String name : names) {
                byte[] array = Npy.write(Tensor.over(DType.UINT8, Shape.of(1, 2, 2), new byte[] {1, 2, 3, 4}));
                CRC32 crc = new CRC32();
                crc.update(array);
                ZipArchiveEntry entry = new ZipArchiveEntry(name + ".npy");
                entry.setSize(array.length);
                entry.setCrc(crc.getValue());
                out.putArchiveEntry(entry);
                out.write(array);
                out.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** The archive with another last byte in the array of that number. */
    private static byte[] withBrokenMember(byte[] npz, int number) {
        byte[] broken = npz.clone();
        int found = -1;
        for (int i = 0; i + 4 < broken.length; i++) {
            if (Arrays.equals(broken, i, i + 4, new byte[] {1, 2, 3, 4}, 0, 4) && ++found == number) {
                broken[i + 3] = 5;
            }
        }
        return broken;
    }

    /** A file of three rows. */
    private Path parquet(String name) throws IOException {
        Path rows = folder.resolve(name);
        StructType schema = new StructType().add("name", DataTypes.StringType).add("image", DataTypes.BinaryType);
        SparkSession.builder()
                .getOrCreate()
                .createDataFrame(
                        List.of(
                                RowFactory.create("a", png(8)),
                                RowFactory.create("b", png(8)),
                                RowFactory.create("c", png(8))),
                        schema)
                .coalesce(1)
                .write()
                .parquet(rows.toString());
        try (var files = Files.list(rows)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = RetryFailedTest.class.getClassLoader().getResourceAsStream("odd/" + name)) {
            return in.readAllBytes();
        }
    }
}
